import socket

with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"pear\napple\nfig\n")
    server.shutdown(socket.SHUT_WR)
    answer = server.recv(4096)

print(answer.decode(), end="")
print(len(answer), "bytes")
