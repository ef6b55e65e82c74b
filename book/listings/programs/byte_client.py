import socket
import time

HELLO = bytes.fromhex("81 85 37 fa 21 3d 7f 9f 4d 51 58")
GOODBYE = bytes.fromhex("88 82 37 fa 21 3d 34 12")
REQUEST = (
    b"GET / HTTP/1.1\r\n"
    b"Host: localhost:8080\r\n"
    b"Upgrade: websocket\r\n"
    b"Connection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    b"Sec-WebSocket-Version: 13\r\n\r\n"
)

connection = socket.create_connection(("127.0.0.1", 8080))
connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
for byte in REQUEST + HELLO + GOODBYE:
    connection.send(bytes([byte]))
    time.sleep(0.002)

answer = b""
while data := connection.recv(1000):
    answer += data
connection.close()
head, _, frames = answer.partition(b"\r\n\r\n")
print(head.decode().splitlines()[0])
print(frames.hex(" "))
