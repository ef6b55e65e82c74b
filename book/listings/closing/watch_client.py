import socket

REQUEST = (
    b"GET / HTTP/1.1\r\n"
    b"Host: localhost:8080\r\n"
    b"Upgrade: websocket\r\n"
    b"Connection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    b"Sec-WebSocket-Version: 13\r\n\r\n"
)
DEADLINE = 1
KEY = bytes.fromhex("37fa213d")

def ping(number):
    payload = str(number).encode()
    masked = bytes(byte ^ KEY[at % 4] for at, byte in enumerate(payload))
    return bytes([0x89, 0x80 | len(payload)]) + KEY + masked

with socket.create_connection(("127.0.0.1", 8080)) as connection:
    connection.sendall(REQUEST)
    while b"\r\n\r\n" not in connection.recv(1000):
        pass
    connection.settimeout(DEADLINE)
    for number in range(1, 10):
        connection.sendall(ping(number))
        try:
            pong = connection.recv(100)
        except TimeoutError:
            print(f"ping {number}: no pong within {DEADLINE} s")
            print("report: 1006, and it was not clean")
            break
        print(f"ping {number}: {pong.hex(' ')}")
