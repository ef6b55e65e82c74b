import socket

listener = socket.create_server(("127.0.0.1", 8080))

while True:
    connection, address = listener.accept()
    with connection:
        line = connection.recv(1024)
        connection.sendall(line)
