import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 8080))

while True:
    datagram, sender = server.recvfrom(65535)
    number, _, text = datagram.partition(b" ")
    server.sendto(text, sender)  # in whatever order it came
