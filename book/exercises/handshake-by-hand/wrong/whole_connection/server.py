import base64
import hashlib
import socket

GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
HEAD_MAX = 16384


def read_head(connection):
    head = b""
    while b"\r\n\r\n" not in head:
        data = connection.recv(1024)
        if not data or len(head) > HEAD_MAX:
            raise EOFError("no whole request")
        head += data
    return head.partition(b"\r\n\r\n")[0].decode("latin-1")


def fields_of(head):
    fields = {}
    for line in head.split("\r\n")[1:]:
        name, _, value = line.partition(":")
        fields[name.lower()] = value.strip()
    return fields


def is_key(text):
    try:
        return len(base64.b64decode(text, validate=True)) == 16
    except ValueError:
        return False


def answer(fields):
    version = fields.get("sec-websocket-version")
    if version not in (None, "13"):
        return "426 Upgrade Required", ["Sec-WebSocket-Version: 13"]
    key = fields.get("sec-websocket-key", "")
    wish = fields.get("connection", "").lower()
    upgrade = fields.get("upgrade", "").lower()
    right = version and "host" in fields and upgrade == "websocket" and wish == "upgrade"
    if not right or not is_key(key):
        return "400 Bad Request", []
    digest = hashlib.sha1((key + GUID).encode()).digest()
    accept = base64.b64encode(digest).decode()
    return "101 Switching Protocols", [
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Accept: {accept}",
    ]


def serve(connection):
    status, lines = answer(fields_of(read_head(connection)))
    head = "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""])
    connection.sendall(head.encode())
    if status.startswith("101"):
        connection.sendall(b"\x81\x05Hello")


with socket.create_server(("127.0.0.1", 8080)) as listener:
    while True:
        connection, address = listener.accept()
        with connection:
            try:
                serve(connection)
            except (EOFError, OSError) as end:
                print("nobody to answer:", end)
