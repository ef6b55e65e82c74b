import base64
import os
import socket

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


class ProtocolError(Exception):
    """The connection has to be closed with this code."""


def handshake(connection, stream):
    key = base64.b64encode(os.urandom(16)).decode()
    connection.sendall(
        b"GET / HTTP/1.1\r\nHost: localhost:9000\r\n"
        b"Upgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: " + key.encode() + b"\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    while stream.readline().strip():
        pass  # a real client looks at the answer


def take(stream, count):
    data = stream.read(count)
    if len(data) < count:
        raise EOFError("the server has gone without a Close frame")
    return data


def receive(stream):
    first = take(stream, 1)[0]
    second = take(stream, 1)[0]
    if first & 0x0F == TEXT and second & 0x80:
        raise ProtocolError(1002)
    key = take(stream, 4) if second & 0x80 else bytes(4)
    payload = take(stream, second & 0x7F)
    return first & 0x0F, bytes(byte ^ key[i % 4] for i, byte in enumerate(payload))


def send(connection, opcode, payload):
    key = os.urandom(4)
    masked = bytes(byte ^ key[i % 4] for i, byte in enumerate(payload))
    connection.sendall(bytes([0x80 | opcode, 0x80 | len(payload)]) + key + masked)


def converse(connection, stream):
    while True:
        opcode, payload = receive(stream)
        if opcode == TEXT:
            print(payload.decode(), flush=True)
        elif opcode == PING:
            send(connection, PONG, payload)
        elif opcode == CLOSE:
            send(connection, CLOSE, payload)
            return


with socket.create_connection(("127.0.0.1", 9000)) as connection:
    with connection.makefile("rb") as stream:
        handshake(connection, stream)
        try:
            converse(connection, stream)
        except ProtocolError as error:
            send(connection, CLOSE, error.args[0].to_bytes(2, "big"))
        except EOFError as end:
            print(end)
