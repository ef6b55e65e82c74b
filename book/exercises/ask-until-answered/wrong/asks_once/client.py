import socket
import struct

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.bind(("127.0.0.1", 9000))
client.connect(("127.0.0.1", 8080))

for number, word in enumerate((b"red", b"green", b"blue"), 1):
    head = struct.pack("!H", number)
    client.send(head + word)
    while not (answer := client.recv(65535)).startswith(head):
        pass
    print(answer[2:].decode())
