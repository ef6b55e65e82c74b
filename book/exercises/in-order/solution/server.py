import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 8080))

expected = {}  # of each peer, the number that comes next
waiting = {}  # of each peer, what came too early

while True:
    datagram, sender = server.recvfrom(65535)
    number, _, text = datagram.partition(b" ")
    number = int(number)
    following = expected.setdefault(sender, 1)
    early = waiting.setdefault(sender, {})
    if number < following:
        continue  # it was delivered before
    early[number] = text
    while following in early:
        server.sendto(early.pop(following), sender)
        following += 1
    expected[sender] = following
