"""Answers requests on port 8080 and says how many bytes were looked at for each head."""
import socket

import head

looked_at = 0


def parse(data):
    global looked_at
    looked_at += len(data)
    if b"\r\n\r\n" not in data:
        return None
    lines = bytes(data).split(b"\r\n\r\n")[0].split(b"\r\n")[1:]
    return dict(line.split(b": ", 1) for line in lines)


def serve(connection):
    received = 0

    def receive():
        nonlocal received
        data = connection.recv(1024)
        if not data:
            raise EOFError
        received += len(data)
        return data

    try:
        fields = head.read_head(receive, parse)
    except head.TooLarge:
        connection.sendall(b"HTTP/1.1 431 Request Header Fields Too Large\r\n\r\n")
        return
    host = fields.get(b"Host", b"").decode()
    how = "once" if looked_at <= received else f"{looked_at / received:.1f} times"
    connection.sendall(f"HTTP/1.1 200 OK\r\n\r\n{host}: every byte {how}\n".encode())


with socket.create_server(("127.0.0.1", 8080)) as listener:
    while True:
        looked_at = 0
        connection, _ = listener.accept()
        with connection:
            try:
                serve(connection)
            except (EOFError, ConnectionError):
                pass
