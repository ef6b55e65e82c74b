import socket

KNOWN = b'{"type":"'


def mask(data, key):
    return bytes(byte ^ key[i % 4] for i, byte in enumerate(data))


def read(masked):
    key = bytes(byte ^ known for byte, known in zip(masked, KNOWN))
    return bytes(byte ^ key[i % len(key)] for i, byte in enumerate(masked))


with socket.create_server(("127.0.0.1", 8080)) as listener:
    while True:
        connection, address = listener.accept()
        with connection, connection.makefile("rb") as stream:
            connection.sendall(read(stream.read()))
