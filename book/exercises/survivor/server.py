import socket

listener = socket.create_server(("127.0.0.1", 8080))

while True:
    connection, address = listener.accept()
    line = connection.recv(1024).decode()
    count = int(line.split()[1])
    connection.sendall(b"x" * count)
    connection.close()
