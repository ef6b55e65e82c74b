import socket
import struct

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 8080))

while True:
    data, sender = server.recvfrom(65535)
    number, amount = struct.unpack("!IH", data)
    server.sendto(struct.pack("!II", number, amount), sender)
