import socket
import struct

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.bind(("127.0.0.1", 9000))

for number, word in enumerate((b"red", b"green", b"blue"), 1):
    question = struct.pack("!H", number) + word
    client.sendto(question, ("127.0.0.1", 8080))
    answer = client.recv(1024)
    print(answer.decode())
