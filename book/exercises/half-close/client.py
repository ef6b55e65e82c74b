import socket

server = socket.create_connection(("127.0.0.1", 8080))
server.sendall(b"pear\napple\nfig\n")
answer = server.recv(4096)
print(answer.decode(), end="")
print(len(answer), "bytes")
