import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 8080))
counts = {}

while True:
    data, sender = server.recvfrom(65535)
    counts[sender] = counts.get(sender, 0) + 1
    server.sendto(b"%d" % counts[sender], sender)
