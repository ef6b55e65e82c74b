import socket
import struct

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 8080))
total = 0
answers = {}

while True:
    data, sender = server.recvfrom(65535)
    number, amount = struct.unpack("!IH", data)
    if (sender, number) not in answers:
        total += amount
        answers[sender, number] = struct.pack("!II", number, total)
    server.sendto(answers[sender, number], sender)
