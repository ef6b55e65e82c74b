import socket
import time

listener = socket.create_server(("127.0.0.1", 9000))
tcp_sender = socket.create_connection(("127.0.0.1", 9000))
tcp_receiver, _ = listener.accept()

udp_receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp_receiver.bind(("127.0.0.1", 9000))
udp_sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp_sender.connect(("127.0.0.1", 9000))

for sender in (tcp_sender, udp_sender):
    sender.send(b"one")
    sender.send(b"two")
time.sleep(0.1)

print("TCP:", tcp_receiver.recv(100))
print("UDP:", udp_receiver.recv(100), "then", udp_receiver.recv(100))
