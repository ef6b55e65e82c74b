import os
import socket

from move import move

listener = socket.create_server(("127.0.0.1", 8080))

while True:
    connection, address = listener.accept()
    line = connection.recv(100)
    number = connection.fileno() if line == b"same\n" else int(line)
    move(connection, number)
    os.write(number, b"moved\n")
    os.close(number)
