import socket


def fetch(path):
    with socket.create_connection(("127.0.0.1", 8080)) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        stream = connection.makefile("rb")
        status = int(stream.readline().split()[1])
        length = 0
        while field := stream.readline().strip():
            name, _, value = field.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return "nothing" if status == 204 else stream.read(length).decode()


for path in ("/one", "/two", "/three"):
    print(fetch(path))
