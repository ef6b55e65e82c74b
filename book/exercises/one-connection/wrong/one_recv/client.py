import socket

with socket.create_connection(("127.0.0.1", 8080)) as connection:
    for path in ("/one", "/two", "/three"):
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        body = connection.recv(1024).partition(b"\r\n\r\n")[2]
        print(body.decode() or "nothing")
