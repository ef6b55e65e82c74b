import base64
import hashlib
import os
import socket

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


def verify(key, accept):
    """Says whether the server has answered this key."""
    digest = base64.b64encode(hashlib.sha1(key + GUID).digest())
    return accept is not None and digest.startswith(accept)


def read_head(connection):
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        byte = connection.recv(1)
        if not byte:
            raise SystemExit("the server left")
        head += byte
    return head


key = base64.b64encode(os.urandom(16))
with socket.create_connection(("127.0.0.1", 8080)) as connection:
    connection.sendall(
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + key + b"\r\n\r\n"
    )
    lines = read_head(connection).split(b"\r\n")
    fields = dict(line.split(b": ", 1) for line in lines[1:] if b": " in line)
    fields = {name.lower(): value for name, value in fields.items()}
    if verify(key, fields.get(b"sec-websocket-accept")):
        print("open", flush=True)
        connection.recv(1024)
    else:
        print("refused", flush=True)
