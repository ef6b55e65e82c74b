import base64
import hashlib
import socket

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10

def take(stream, count):
    data = stream.read(count)  # waits until all of them are there
    if len(data) < count:
        raise EOFError("the client has gone without a close frame")
    return data

def handshake(connection, stream):
    request, fields = stream.readline(), {}
    while line := stream.readline().strip():
        name, _, value = line.partition(b":")
        fields[name.lower()] = value.strip()
    key = fields.get(b"sec-websocket-key")
    upgrade = fields.get(b"upgrade", b"").lower()
    if not request.startswith(b"GET ") or upgrade != b"websocket" or not key:
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        raise EOFError("that was no handshake")
    accept = base64.b64encode(hashlib.sha1(key + GUID).digest())
    connection.sendall(
        b"HTTP/1.1 101 Switching Protocols\r\n"
        b"Upgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
    )

def receive_frame(stream):
    first, second = take(stream, 2)
    final, opcode, length = first & 0x80, first & 0x0F, second & 0x7F
    if first & 0x70 or not second & 0x80:
        raise ValueError(1002)  # a reserved bit, or no mask
    if opcode >= CLOSE and (length > 125 or not final):
        raise ValueError(1002)  # control frames are short and whole
    if length == 127:
        raise ValueError(1009)  # more than this server takes
    if length == 126:
        length = int.from_bytes(take(stream, 2), "big")
        if length < 126:
            raise ValueError(1002)  # the short form would have done
    key = take(stream, 4)
    masked = take(stream, length)
    return final, opcode, bytes(b ^ key[i % 4] for i, b in enumerate(masked))

def send_frame(connection, opcode, payload):
    length = len(payload)
    header = bytes([0x80 | opcode, min(length, 126)])
    if length >= 126:
        header += length.to_bytes(2, "big")
    connection.sendall(header + payload)

def converse(connection, stream):
    send_frame(connection, TEXT, b"welcome")
    kind, message = None, b""
    while True:
        final, opcode, payload = receive_frame(stream)
        if opcode == CLOSE:
            send_frame(connection, CLOSE, payload)
            return int.from_bytes(payload[:2], "big")
        if opcode == PING:
            send_frame(connection, PONG, payload)
        elif opcode in (TEXT, BINARY) and kind is None:
            kind, message = opcode, payload
        elif opcode == CONTINUATION and kind is not None:
            message += payload
        elif opcode != PONG:
            raise ValueError(1002)  # unknown, or out of place
        if len(message) > 65535:
            raise ValueError(1009)
        if opcode < CLOSE and final:
            print("received", message.decode() if kind == TEXT else message)
            send_frame(connection, kind, message)
            kind = None

with socket.create_server(("127.0.0.1", 8080)) as listener:
    print("listening on port 8080", flush=True)
    connection, address = listener.accept()
with connection, connection.makefile("rb") as stream:
    try:
        handshake(connection, stream)
        print("closed:", converse(connection, stream))
    except EOFError as end:
        print(end)
    except ValueError as fault:  # a UnicodeDecodeError is one, too
        code = 1007 if isinstance(fault, UnicodeError) else fault.args[0]
        send_frame(connection, CLOSE, code.to_bytes(2, "big"))
        print("failed the connection with", code)
