import socket

with socket.create_connection(("127.0.0.1", 8080)) as connection:
    stream = connection.makefile("rb")
    for path in ("/one", "/two", "/three"):
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        stream.readline()
        fields = {}
        while field := stream.readline().strip():
            name, _, value = field.partition(b":")
            fields[name.lower()] = value
        print(stream.read(int(fields[b"content-length"])).decode())
