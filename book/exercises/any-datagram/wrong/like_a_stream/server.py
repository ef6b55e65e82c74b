import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 8080))
senders = {}

while True:
    data, sender = server.recvfrom(65535)
    senders[sender] = senders.get(sender, b"") + data
    server.sendto(b"%d" % len(senders[sender]), sender)
