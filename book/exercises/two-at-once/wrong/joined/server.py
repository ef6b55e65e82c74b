import socket
import threading


def serve(connection):
    with connection:
        line = b""
        while not line.endswith(b"\n"):
            piece = connection.recv(1024)
            if not piece:
                return
            line += piece
        connection.sendall(b"Hello, " + line[:-1] + b"!\n")


listener = socket.create_server(("127.0.0.1", 8080))

while True:
    connection, address = listener.accept()
    thread = threading.Thread(target=serve, args=(connection,), daemon=True)
    thread.start()
    thread.join()
