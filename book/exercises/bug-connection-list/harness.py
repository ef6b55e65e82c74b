"""Answers requests on port 8080: 101 where upgrade.wants_websocket says so, else 400."""
import base64
import hashlib
import socket

import upgrade

GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


def answer(connection):
    head = b""
    while b"\r\n\r\n" not in head:
        data = connection.recv(4096)
        if not data:
            return
        head += data
    lines = head.decode("latin-1").split("\r\n")[1:]
    pairs = [line.split(":", 1) for line in lines if ":" in line]
    fields = {name.strip().lower(): value.strip() for name, value in pairs}
    if not upgrade.wants_websocket(fields):
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        return
    digest = hashlib.sha1((fields.get("sec-websocket-key", "") + GUID).encode()).digest()
    connection.sendall(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
        b"Connection: Upgrade\r\nSec-WebSocket-Accept: " + base64.b64encode(digest) + b"\r\n\r\n"
    )


with socket.create_server(("127.0.0.1", 8080)) as listener:
    while True:
        connection, _ = listener.accept()
        with connection:
            answer(connection)
