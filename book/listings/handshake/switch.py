import base64
import hashlib
import socket

GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

listener = socket.create_server(("127.0.0.1", 9000))
print("waiting for a handshake", flush=True)
connection, address = listener.accept()

head = b""
while b"\r\n\r\n" not in head:
    head += connection.recv(1024)
fields = {}
for line in head.decode("ascii").split("\r\n")[1:]:
    name, _, value = line.partition(":")
    fields[name.lower()] = value.strip()

digest = hashlib.sha1((fields["sec-websocket-key"] + GUID).encode("ascii")).digest()
accept = base64.b64encode(digest).decode("ascii")
connection.sendall(
    b"HTTP/1.1 101 Switching Protocols\r\n"
    b"Upgrade: websocket\r\n"
    b"Connection: Upgrade\r\n"
    b"Sec-WebSocket-Accept: " + accept.encode("ascii") + b"\r\n"
    b"\r\n"
)
connection.sendall(b"\x81\x05Hello")
connection.close()
