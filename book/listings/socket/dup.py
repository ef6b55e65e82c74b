import os
import socket

a, b = socket.socketpair()
copy = os.dup(a.fileno())
b.setblocking(False)

print("before:", os.readlink(f"/proc/self/fd/{a.fileno()}"))
print("copy:  ", os.readlink(f"/proc/self/fd/{copy}"))

a.close()
try:
    print("after one close:", b.recv(100))
except BlockingIOError:
    print("after one close: nothing to read, and no end")

os.close(copy)
print("after both:", b.recv(100))
