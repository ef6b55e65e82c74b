import socket

REQUEST = (
    b"GET / HTTP/1.1\r\n"
    b"Host: localhost:8080\r\n"
    b"Upgrade: websocket\r\n"
    b"Connection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    b"Sec-WebSocket-Version: 13\r\n\r\n"
)
KEY = bytes.fromhex("37fa213d")
CLOSE, PING, PONG = 8, 9, 10

def frame(opcode, payload):
    masked = bytes(byte ^ KEY[at % 4] for at, byte in enumerate(payload))
    return bytes([0x80 | opcode, 0x80 | len(payload)]) + KEY + masked

with socket.create_connection(("127.0.0.1", 8080)) as connection:
    connection.sendall(REQUEST)
    while b"\r\n\r\n" not in connection.recv(1000):
        pass
    connection.sendall(frame(PING, b"hi"))
    print("ping:  ", connection.recv(100).hex(" "))
    connection.sendall(frame(PONG, b"well"))
    connection.settimeout(0.5)
    try:
        print("pong:  ", connection.recv(100).hex(" "))
    except TimeoutError:
        print("pong:   no answer")
    connection.settimeout(None)
    connection.sendall(frame(CLOSE, b"\x03\xe8bye"))
    print("close: ", connection.recv(100).hex(" "))
    print("then:  ", connection.recv(100))
