import socket


def fetch(connection, stream, path):
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    status = int(stream.readline().split()[1])
    length = 0
    while field := stream.readline().strip():
        name, _, value = field.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    if status == 204:
        return "nothing"
    return stream.read(length).decode()


with socket.create_connection(("127.0.0.1", 8080)) as connection:
    stream = connection.makefile("rb")
    for path in ("/one", "/two", "/three"):
        print(fetch(connection, stream, path))
