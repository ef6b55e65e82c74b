import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 8080))

data, sender = server.recvfrom(65535)
server.connect(sender)
count = 0
while True:
    count += 1
    server.send(b"%d" % count)
    server.recv(65535)
