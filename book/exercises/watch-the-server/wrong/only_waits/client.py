import base64
import os
import socket

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
INTERVAL = 0.4


def handshake(connection):
    key = base64.b64encode(os.urandom(16))
    connection.sendall(
        b"GET / HTTP/1.1\r\nHost: localhost:9000\r\n"
        b"Upgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: " + key + b"\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += connection.recv(1)  # a real client looks at the answer


def take(connection, count):
    data = b""
    while len(data) < count:
        more = connection.recv(count - len(data))
        if not more:
            raise EOFError("the server has gone")
        data += more
    return data


def receive(connection):
    first, second = take(connection, 2)
    return first & 0x0F, take(connection, second & 0x7F)


def send(connection, opcode, payload):
    key = os.urandom(4)
    masked = bytes(byte ^ key[at % 4] for at, byte in enumerate(payload))
    connection.sendall(bytes([0x80 | opcode, 0x80 | len(payload)]) + key + masked)


def watch(connection):
    """Reads until the server closes. Gives what is printed at the end."""
    connection.settimeout(5 * INTERVAL)
    while True:
        try:
            opcode, payload = receive(connection)
        except TimeoutError:
            return "gone"
        if opcode == CLOSE:
            send(connection, CLOSE, payload)
            return "closed"


with socket.create_connection(("127.0.0.1", 9000)) as connection:
    handshake(connection)
    print(watch(connection), flush=True)
