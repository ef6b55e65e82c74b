import socket
import time

REQUEST = """\
GET / HTTP/1.1
Host: localhost:8080
Upgrade: websocket
Connection: Upgrade
Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
Sec-WebSocket-Version: 13

"""


def ask():
    connection = socket.create_connection(("localhost", 8080))
    connection.sendall(REQUEST.replace("\n", "\r\n").encode())
    return connection, connection.makefile().readline().split()[1]


def come_and_go():
    connection, status = ask()
    connection.close()
    time.sleep(0.02)
    return status


first = [come_and_go() for _ in range(6)]
print("six, one after the other:", *first)
print("of them welcome:", first.count("101"))
time.sleep(3.2)
stay = [ask() for _ in range(3)]
print("three at the same time:", *[status for _, status in stay])
