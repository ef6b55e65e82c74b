import socket
import sys
import time

name, seconds = sys.argv[1], float(sys.argv[2])
REQUEST = f"""\
GET /{name} HTTP/1.1
Host: localhost:8080
Upgrade: websocket
Connection: Upgrade
Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
Sec-WebSocket-Version: 13

"""
CLOSE = bytes([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xE8])

connection = socket.socket()
connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 32768)
connection.connect(("localhost", 8080))
connection.sendall(REQUEST.replace("\n", "\r\n").encode())
begin = time.monotonic()
received = 0
try:
    if name == "slow":
        connection.recv(100)
        time.sleep(seconds)
    while time.monotonic() - begin < seconds:
        received += len(connection.recv(65536))
    print(name, "has more than a MiB:", received > 1 << 20)
    connection.sendall(CLOSE)
    while connection.recv(65536):
        pass
    print(name, "sees the end of the connection")
except ConnectionError as error:
    print(name, "sees", type(error).__name__)
