import socket

REQUEST = """\
GET / HTTP/1.1
Host: localhost:8080
Upgrade: websocket
Connection: Upgrade
Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
Sec-WebSocket-Version: 13
"""


def verdict(origin):
    text = REQUEST + (f"Origin: {origin}\n" if origin else "") + "\n"
    with socket.create_connection(("localhost", 8080)) as connection:
        connection.sendall(text.replace("\n", "\r\n").encode())
        return connection.makefile().readline().split()[1]


for origin in [
    "https://bank.example",
    "https://evil.example",
    "https://bank.example.evil.example",
    "https://evilbank.example",
    "http://bank.example",
    None,
]:
    print(verdict(origin), origin)
