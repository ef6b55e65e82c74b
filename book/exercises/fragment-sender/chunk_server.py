"""Takes chunks from port 8080, a message after another, and sends what pieces.frames gives."""
import socket

import pieces


def chunks(stream):
    """The chunks of one message, each as soon as it is there."""
    while (order := stream.readline().strip()) not in (b"end", b""):
        yield None if order == b"ping" else stream.read(int(order))


with socket.create_server(("127.0.0.1", 8080)) as listener:
    while True:
        connection, _ = listener.accept()
        with connection, connection.makefile("rb") as stream:
            # Where nothing more comes, there is no next message either.
            while stream.peek(1):
                for frame in pieces.frames(chunks(stream)):
                    connection.sendall(frame)
