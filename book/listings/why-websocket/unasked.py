import http.client
import socket
import threading
import time


def response(text):
    return f"HTTP/1.1 200 OK\r\nContent-Length: {len(text)}\r\n\r\n{text}".encode()


def serve(listener):
    connection, address = listener.accept()
    connection.recv(1024)
    connection.sendall(response("the score is 0-0"))
    time.sleep(0.2)
    connection.sendall(response("GOAL! 1-0"))  # nobody has asked for this
    connection.recv(1024)
    connection.sendall(response("rain is coming"))


listener = socket.create_server(("127.0.0.1", 8080))
threading.Thread(target=serve, args=(listener,)).start()

client = http.client.HTTPConnection("127.0.0.1", 8080)
for path in ("/score", "/weather"):
    client.request("GET", path)
    print(path, "->", client.getresponse().read().decode())
    time.sleep(0.5)
