import socket
import time

nobody = ("127.0.0.1", 9000)
tcp = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

for name, call in [
    ("TCP connect", lambda: tcp.connect(nobody)),
    ("first UDP sendto", lambda: udp.sendto(b"hello", nobody)),
    ("second UDP sendto", lambda: udp.sendto(b"hello", nobody)),
]:
    try:
        print(f"{name}:", call())
    except OSError as error:
        print(f"{name}:", error)
    time.sleep(0.1)
