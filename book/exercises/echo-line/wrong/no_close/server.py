import socket

listener = socket.create_server(("127.0.0.1", 8080))

while True:
    connection, address = listener.accept()
    line = b""
    while piece := connection.recv(1024):
        line += piece
        if line.endswith(b"\n"):
            connection.sendall(line)
            line = b""
