import base64
import hashlib
import os
import socket
import sys
import time

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
KEY = b"dGhlIHNhbXBsZSBub25jZQ=="

def connected(port):
    listener = socket.create_server(("127.0.0.1", port))
    client = socket.create_connection(("127.0.0.1", port))
    server, _ = listener.accept()
    listener.close()
    return client, server

def shake_hands(client, server):
    client.sendall(
        b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
        b"Connection: Upgrade\r\nSec-WebSocket-Key: " + KEY + b"\r\n"
        b"Sec-WebSocket-Version: 13\r\n\r\n"
    )
    asked = len(server.recv(1000))
    server.sendall(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
        b"Connection: Upgrade\r\nSec-WebSocket-Accept: "
        + base64.b64encode(hashlib.sha1(KEY + GUID).digest()) + b"\r\n\r\n"
    )
    return asked + len(client.recv(1000))

def masked(data, key):
    return bytes(byte ^ key[i % 4] for i, byte in enumerate(data))

def frame(message):  # a text of less than 126 bytes, as a client sends it
    key = os.urandom(4)
    return bytes([0x81, 0x80 | len(message)]) + key + masked(message, key)

def receive_frame(stream):
    length = stream.read(2)[1] & 0x7F
    key = stream.read(4)
    return masked(stream.read(length), key)

tcp_client, tcp_server = connected(8080)
udp_client, udp_server = (socket.socket(type=socket.SOCK_DGRAM) for _ in range(2))
udp_server.bind(("127.0.0.1", 9000))
udp_client.connect(("127.0.0.1", 9000))
web_client, web_server = connected(9100)
opening = shake_hands(web_client, web_server)

for message in (b"one", b"two"):
    tcp_client.send(message)
    udp_client.send(message)
    web_client.send(frame(message))
time.sleep(0.1)

waiting = len(web_server.recv(1000, socket.MSG_PEEK))
stream = web_server.makefile("rb")
print("TCP:", tcp_server.recv(100))
print("UDP:", udp_server.recv(100), "then", udp_server.recv(100))
print("WebSocket:", receive_frame(stream), "then", receive_frame(stream))
print("bytes of the two frames:", waiting)
print("bytes of its handshake:", opening, flush=True)

if "hold" in sys.argv:
    time.sleep(60)
