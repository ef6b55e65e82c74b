import socket
import zlib

TAIL = b"\x00\x00\xff\xff"


def read_frame(stream):
    """The next frame of a server: FIN, RSV1, opcode, payload; or None at the end."""
    head = stream.read(2)
    if len(head) < 2:
        return None
    return head[0] & 0x80, head[0] & 0x40, head[0] & 0x0f, stream.read(head[1])


def texts(stream):
    """Yields the bytes of each message."""
    inflater = zlib.decompressobj(wbits=-15)
    message, compressed = b"", False
    while frame := read_frame(stream):
        final, marked, opcode, payload = frame
        if opcode >= 8:
            continue
        if opcode:
            message, compressed = b"", marked
        message += payload
        if final:
            yield inflater.decompress(message + TAIL) if compressed else message


with socket.create_server(("127.0.0.1", 8080)) as listener:
    while True:
        connection, address = listener.accept()
        with connection, connection.makefile("rb") as stream:
            for text in texts(stream):
                connection.sendall(text + b"\n")
