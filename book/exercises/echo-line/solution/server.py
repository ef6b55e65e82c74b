import socket

listener = socket.create_server(("127.0.0.1", 8080))

while True:
    connection, address = listener.accept()
    with connection:
        line = b""
        while not line.endswith(b"\n"):
            piece = connection.recv(1024)
            if not piece:
                break
            line += piece
        if line.endswith(b"\n"):  # half a line is no line
            connection.sendall(line)
