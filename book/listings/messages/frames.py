import socket

NAMES = {0: "continuation", 1: "text", 2: "binary", 8: "close", 9: "ping", 10: "pong"}
REQUEST = (
    b"GET / HTTP/1.1\r\n"
    b"Host: localhost:8080\r\n"
    b"Upgrade: websocket\r\n"
    b"Connection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    b"Sec-WebSocket-Version: 13\r\n\r\n"
)

with socket.create_connection(("127.0.0.1", 8080)) as connection:
    stream = connection.makefile("rb")
    connection.sendall(REQUEST)
    while stream.readline().strip():
        pass  # the head of the answer
    is_whole = False
    while not is_whole:
        first, length = stream.read(2)  # short frames, and a server's: no mask
        final, opcode = first >> 7, first & 0x0F
        payload = stream.read(length)
        print("FIN", final, NAMES[opcode], payload.hex(" ") or "-")
        is_whole = final and opcode < 8
