import socket
import time

tcp = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
try:
    tcp.connect(("127.0.0.1", 9000))
except OSError as error:
    print("TCP connect:", error)

udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
print("UDP sendto:", udp.sendto(b"hello", ("127.0.0.1", 9000)), "bytes sent")
time.sleep(0.1)
print("UDP sendto:", udp.sendto(b"hello", ("127.0.0.1", 9000)), "bytes sent")
