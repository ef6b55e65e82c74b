import socket

tcp = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
again = socket.socket(socket.AF_INET, socket.SOCK_STREAM)

tcp.bind(("127.0.0.1", 9100))
print("TCP:", tcp.getsockname())
udp.bind(("127.0.0.1", 9100))
print("UDP:", udp.getsockname())
try:
    again.bind(("127.0.0.1", 9100))
except OSError as error:
    print("a second TCP socket:", error)
again.bind(("127.0.0.2", 9100))
print("at another address:", again.getsockname())
