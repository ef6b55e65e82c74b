import socket
import time

udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

for name, call in [
    ("connect", lambda: udp.connect(("127.0.0.1", 9000))),
    ("first send", lambda: udp.send(b"hello")),
    ("second send", lambda: udp.send(b"hello")),
    ("third send", lambda: udp.send(b"hello")),
]:
    try:
        print(f"{name}:", call())
    except OSError as error:
        print(f"{name}:", error)
    time.sleep(0.1)
