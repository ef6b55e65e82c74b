import socket

listener = socket.create_server(("127.0.0.1", 8080))

while True:
    connection, address = listener.accept()
    name = connection.recv(1024)
    connection.sendall(b"Hello, " + name + b"!")
    connection.close()
