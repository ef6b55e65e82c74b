import socket
import time

def frame(message):  # masked with four zeros, so that it can be read here
    return bytes([0x81, 0x80 | len(message), 0, 0, 0, 0]) + message

listener = socket.create_server(("127.0.0.1", 9000))
client = socket.create_connection(("127.0.0.1", 9000))
server, _ = listener.accept()
client.sendall(b"(the handshake, left out here)")
server.recv(1000)

for message in (b"first", b"second", b"third"):
    client.sendall(frame(message))
    print("send came back:", message.decode())
time.sleep(0.1)

read = server.recv(len(frame(b"first")))
print("the server has read:", read[6:].decode())
server.close()  # the program crashes here

try:
    print("the client reads:", client.recv(1000))
except ConnectionError as error:
    print("the client is told:", type(error).__name__)
