import socket

receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
receiver.bind(("127.0.0.1", 9000))
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

print("sendto:", sender.sendto(b"", ("127.0.0.1", 9000)))
print("sendto:", sender.sendto(b"still here", ("127.0.0.1", 9000)))
print("first recv:", receiver.recv(100))
print("second recv:", receiver.recv(100))
