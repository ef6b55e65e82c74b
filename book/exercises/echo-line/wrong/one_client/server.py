import socket

listener = socket.create_server(("127.0.0.1", 8080))

connection, address = listener.accept()
with connection:
    line = b""
    while not line.endswith(b"\n"):
        line += connection.recv(1024)
    connection.sendall(line)
listener.close()
