import socket
import time

while True:
    try:
        server = socket.create_connection(("127.0.0.1", 8080))
        break
    except ConnectionRefusedError:
        time.sleep(0.2)

with server, server.makefile("r") as lines:
    server.sendall(b"ready\n")
    print(lines.readline(), end="")
