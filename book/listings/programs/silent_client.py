import socket
import time

REQUEST = (
    b"GET / HTTP/1.1\r\n"
    b"Host: localhost:8080\r\n"
    b"Upgrade: websocket\r\n"
    b"Connection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    b"Sec-WebSocket-Version: 13\r\n\r\n"
)

with socket.create_connection(("127.0.0.1", 8080)) as connection:
    connection.sendall(REQUEST)
    print(connection.recv(1000).decode().splitlines()[0])
    while frame := connection.recv(100):
        print("received", frame.hex(" "))
        if frame == b"\x89\x00":
            break
    # One ping is answered, masked. Then nothing more is sent.
    connection.sendall(b"\x8a\x80\x00\x00\x00\x00")
    time.sleep(1.5)
    print("received", connection.recv(100).hex(" "))
    print("at the end:", connection.recv(100))
