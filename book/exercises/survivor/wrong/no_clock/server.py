import socket


def serve(connection):
    line = b""
    while not line.endswith(b"\n"):
        piece = connection.recv(1024)
        if not piece:
            return
        line += piece
    if line.startswith(b"give "):
        connection.sendall(b"x" * int(line[5:]))


listener = socket.create_server(("127.0.0.1", 8080))

while True:
    connection, address = listener.accept()
    with connection:
        try:
            serve(connection)
        except (OSError, ValueError):
            pass
