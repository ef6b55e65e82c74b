import base64
import hashlib
import socket

GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


def answer(head):
    """The status and the lines that answer a request."""
    # Read the fields, and refuse what is no handshake.
    # Then compute the accept value from the key.
    accept = "?"
    return "101 Switching Protocols", [
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Accept: {accept}",
    ]


def serve(connection):
    head = connection.recv(1024)  # is this the whole request?
    status, lines = answer(head)
    connection.sendall("\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode())
    if status.startswith("101"):
        connection.sendall(b"\x81\x05Hello")


with socket.create_server(("127.0.0.1", 8080)) as listener:
    while True:
        connection, address = listener.accept()
        with connection:
            serve(connection)
