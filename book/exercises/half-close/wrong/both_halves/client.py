import socket

answer = b""
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"pear\napple\nfig\n")
    server.shutdown(socket.SHUT_RDWR)
    while piece := server.recv(4096):
        answer += piece

print(answer.decode(), end="")
print(len(answer), "bytes")
