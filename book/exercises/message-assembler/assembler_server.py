"""Serves WebSocket on port 8080 with messages.Assembler: echoes, answers pings and closes."""
import base64
import hashlib
import socket

import messages

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


def take(stream, count):
    data = stream.read(count)
    if len(data) < count:
        raise ConnectionError("the client left")
    return data


def open_handshake(connection, stream):
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


def receive_frame(stream):
    first, second = take(stream, 2)
    key, masked = take(stream, 4), take(stream, second & 0x7F)
    payload = bytes(byte ^ key[at % 4] for at, byte in enumerate(masked))
    return bool(first & 0x80), first & 0x0F, payload


def send_frame(connection, opcode, payload):
    connection.sendall(bytes([0x80 | opcode, len(payload)]) + payload)


def converse(connection, stream):
    open_handshake(connection, stream)
    assembler = messages.Assembler()
    while True:
        whole = assembler.take(*receive_frame(stream))
        if whole is None:
            continue
        opcode, payload = whole
        if opcode in (TEXT, BINARY):
            send_frame(connection, opcode, payload)
        elif opcode == PING:
            send_frame(connection, PONG, payload)
        elif opcode == CLOSE:
            send_frame(connection, CLOSE, payload[:2])
            return


with socket.create_server(("127.0.0.1", 8080)) as listener:
    while True:
        connection, _ = listener.accept()
        with connection, connection.makefile("rb") as stream:
            try:
                converse(connection, stream)
            except ConnectionError:
                pass
            except ValueError as fault:  # the assembler refuses: its code goes into a close frame
                code = fault.args[0] if isinstance(fault.args[0], int) else 1007
                send_frame(connection, CLOSE, code.to_bytes(2, "big"))
