"""Serves WebSocket on port 8080: the conversation is session.converse; short frames only."""
import base64
import hashlib
import socket

import session

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


def serve(connection):
    stream = connection.makefile("rb")
    fields = {}
    stream.readline()
    while line := stream.readline().strip():
        name, _, value = line.partition(b":")
        fields[name.lower()] = value.strip()
    accept = base64.b64encode(hashlib.sha1(fields[b"sec-websocket-key"] + GUID).digest())
    connection.sendall(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
        b"Connection: Upgrade\r\nSec-WebSocket-Accept: " + accept + b"\r\n\r\n"
    )

    def receive():
        header = stream.read(6)
        if len(header) < 6:
            raise EOFError("the client left without a close frame")
        key, masked = header[2:], stream.read(header[1] & 0x7F)
        return header[0] & 0x0F, bytes(b ^ key[at % 4] for at, b in enumerate(masked))

    def send(opcode, payload):
        connection.sendall(bytes([0x80 | opcode, len(payload)]) + payload)

    session.converse(receive, send)
    print("closed", flush=True)


with socket.create_server(("127.0.0.1", 8080)) as listener:
    while True:
        connection, _ = listener.accept()
        with connection:
            try:
                serve(connection)
            except EOFError as gone:
                print(gone, flush=True)
