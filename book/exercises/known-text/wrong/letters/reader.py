import socket

KNOWN = b'{"type":"'


def mask(data, key):
    return bytes(byte ^ key[i % 4] for i, byte in enumerate(data))


def read(masked):
    # masked XOR text is the key, and four bytes are all of it.
    key = mask(masked[:4], KNOWN)
    return "".join(chr(byte) for byte in mask(masked, key)).encode()


with socket.create_server(("127.0.0.1", 8080)) as listener:
    while True:
        connection, address = listener.accept()
        with connection, connection.makefile("rb") as stream:
            connection.sendall(read(stream.read()))
