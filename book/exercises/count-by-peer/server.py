import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 8080))

while True:
    data, sender = server.recvfrom(65535)
    server.sendto(b"?", sender)
