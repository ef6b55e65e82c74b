import socket

server = socket.create_connection(("127.0.0.1", 8080))
server.sendall(b"ready\n")
print(server.recv(1024).decode(), end="")
