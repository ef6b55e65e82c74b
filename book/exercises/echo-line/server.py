import socket

listener = socket.create_server(("127.0.0.1", 8080))

connection, address = listener.accept()
line = connection.recv(1024)
connection.sendall(line)
