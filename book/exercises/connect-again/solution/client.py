import socket
import sys
import time

for attempt in range(25):
    try:
        server = socket.create_connection(("127.0.0.1", 8080))
        break
    except ConnectionRefusedError:
        time.sleep(0.2)
else:
    print("no server")
    sys.exit(1)

with server, server.makefile("r") as lines:
    server.sendall(b"ready\n")
    print(lines.readline(), end="")
