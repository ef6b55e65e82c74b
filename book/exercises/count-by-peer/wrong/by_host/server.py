import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 8080))
counts = {}

while True:
    data, sender = server.recvfrom(65535)
    host, port = sender
    counts[host] = counts.get(host, 0) + 1
    server.sendto(b"%d" % counts[host], sender)
