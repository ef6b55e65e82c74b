import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 8080))

data = server.recv(1024)
print("bytes that came:", len(data))
