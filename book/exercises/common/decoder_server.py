"""Serves WebSocket on port 8080 with decoder.Decoder: echoes, answers pings and closes."""
import base64
import hashlib
import socket

import decoder

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


def open_handshake(connection):
    head = b""
    while b"\r\n\r\n" not in head:
        data = connection.recv(4096)
        if not data:
            raise ConnectionError("the client left")
        head += data
    head, _, rest = head.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")[1:]
    fields = {line.split(b":", 1)[0].lower(): line.split(b":", 1)[1].strip() for line in lines}
    accept = base64.b64encode(hashlib.sha1(fields[b"sec-websocket-key"] + GUID).digest())
    connection.sendall(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
        b"Connection: Upgrade\r\nSec-WebSocket-Accept: " + accept + b"\r\n\r\n"
    )
    return rest


def send_frame(connection, opcode, payload):
    length = len(payload)
    header = bytes([0x80 | opcode, min(length, 126)])
    if length >= 126:
        header += length.to_bytes(2, "big")
    connection.sendall(header + payload)


def converse(connection):
    frames = decoder.Decoder()
    data = open_handshake(connection)
    while True:
        for opcode, payload in frames.feed(data):
            if opcode in (TEXT, BINARY):
                send_frame(connection, opcode, payload)
            elif opcode == PING:
                send_frame(connection, PONG, payload)
            elif opcode == CLOSE:
                send_frame(connection, CLOSE, payload[:2])
                return
        data = connection.recv(4096)
        if not data:
            return


with socket.create_server(("127.0.0.1", 8080)) as listener:
    while True:
        connection, _ = listener.accept()
        with connection:
            try:
                converse(connection)
            except ConnectionError:
                pass
            except ValueError as fault:  # the decoder refuses: its code goes into a close frame
                code = fault.args[0] if isinstance(fault.args[0], int) else 1007
                send_frame(connection, CLOSE, code.to_bytes(2, "big"))
