import base64
import hashlib
import socket
import time

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

with socket.create_server(("127.0.0.1", 8080)) as listener:
    print("listening on port 8080", flush=True)
    connection, _ = listener.accept()
with connection, connection.makefile("rb") as stream:
    fields = {}
    stream.readline()
    while line := stream.readline().strip():
        name, _, value = line.partition(b": ")
        fields[name.lower()] = value
    accept = hashlib.sha1(fields[b"sec-websocket-key"] + GUID).digest()
    connection.sendall(
        b"HTTP/1.1 101 Switching Protocols\r\n"
        b"Upgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + base64.b64encode(accept) + b"\r\n\r\n"
    )
    for _ in range(2):
        _, length = stream.read(2)
        key = stream.read(4)
        payload = bytes(b ^ key[i % 4] for i, b in enumerate(stream.read(length & 0x7F)))
        connection.sendall(b"\x8a" + bytes([len(payload)]) + payload)
    time.sleep(3)  # it hangs: its kernel takes what comes, and nobody reads it
    print("awake again, too late")
