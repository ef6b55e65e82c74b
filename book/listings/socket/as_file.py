import os
import socket

a, b = socket.socketpair()

print("write:", os.write(a.fileno(), b"hello"))
print("read:", os.read(b.fileno(), 100))
try:
    os.lseek(b.fileno(), 0, os.SEEK_SET)
except OSError as error:
    print("lseek:", error)
