import base64
import os
import socket

TEXT, CLOSE = 1, 8


def handshake(connection, stream):
    key = base64.b64encode(os.urandom(16))
    connection.sendall(
        b"GET / HTTP/1.1\r\nHost: localhost:9000\r\n"
        b"Upgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: " + key + b"\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    while stream.readline().strip():
        pass  # a real client looks at the answer


def take(stream, count):
    data = stream.read(count)
    if len(data) < count:
        raise EOFError("the stream has ended")
    return data


def receive(stream):
    first, second = take(stream, 2)
    return first & 0x0F, take(stream, second & 0x7F)


def send(connection, opcode, payload):
    key = os.urandom(4)
    masked = bytes(byte ^ key[at % 4] for at, byte in enumerate(payload))
    connection.sendall(bytes([0x80 | opcode, 0x80 | len(payload)]) + key + masked)


def converse(connection, stream):
    """Gives the code, and whether the end was clean."""
    while True:
        opcode, payload = receive(stream)
        if opcode == TEXT:
            print(payload.decode(), flush=True)
        if opcode == CLOSE:
            send(connection, CLOSE, payload)
            return int.from_bytes(payload[:2], "big"), True


with socket.create_connection(("127.0.0.1", 9000)) as connection:
    with connection.makefile("rb") as stream:
        handshake(connection, stream)
        code, clean = converse(connection, stream)
        print(f"close {code}, clean: {clean}", flush=True)
