import socket

with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"ready\n")
    print(server.makefile("r").readline(), end="")
