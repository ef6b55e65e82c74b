import socket

KNOWN = b'{"type":"'


def mask(data, key):
    return bytes(byte ^ key[i % 4] for i, byte in enumerate(data))


def read(masked):
    key = bytes((byte - known) % 256 for byte, known in zip(masked[:4], KNOWN))
    return bytes((byte - key[i % 4]) % 256 for i, byte in enumerate(masked))


with socket.create_server(("127.0.0.1", 8080)) as listener:
    while True:
        connection, address = listener.accept()
        with connection, connection.makefile("rb") as stream:
            connection.sendall(read(stream.read()))
