import socket

import frames


def orders(stream):
    while line := stream.readline().split():
        opcode, final, key, length = line
        key = None if key == b"-" else bytes.fromhex(key.decode())
        yield int(opcode), stream.read(int(length)), final == b"1", key


with socket.create_server(("127.0.0.1", 8080)) as listener:
    while True:
        connection, address = listener.accept()
        with connection, connection.makefile("rb") as stream:
            for order in orders(stream):
                try:
                    answer = frames.encode(*order)
                except ValueError:
                    answer = b"refused\n"
                connection.sendall(answer)
