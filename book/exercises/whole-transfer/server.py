import socket

listener = socket.create_server(("127.0.0.1", 8080))

while True:
    connection, address = listener.accept()
    data = connection.recv(65536)
    print("bytes received:", len(data))
    connection.close()
