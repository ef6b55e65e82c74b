import socket

TEXT, CONTINUATION = 1, 0
REQUEST = (
    b"GET / HTTP/1.1\r\n"
    b"Host: localhost:8080\r\n"
    b"Upgrade: websocket\r\n"
    b"Connection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    b"Sec-WebSocket-Version: 13\r\n\r\n"
)

def frame(opcode, final, payload):
    # A key of zeros is legal, and protects nobody.
    return bytes([final << 7 | opcode, 0x80 | len(payload), 0, 0, 0, 0]) + payload

with socket.create_connection(("127.0.0.1", 8080)) as connection:
    stream = connection.makefile("rb")
    connection.sendall(REQUEST)
    while stream.readline().strip():
        pass
    connection.sendall(frame(TEXT, True, b"twenty bytes of text"))
    connection.sendall(frame(TEXT, False, b"ten bytes "))
    connection.sendall(frame(CONTINUATION, False, b"ten bytes "))
    connection.sendall(frame(CONTINUATION, True, b"ten bytes "))
    first, length = stream.read(2)
    body = stream.read(length)
    print("opcode", first & 0x0F, "code", int.from_bytes(body[:2], "big"))
