import os
import socket

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)

print("descriptor:", s.fileno())
print("it names:", os.readlink(f"/proc/self/fd/{s.fileno()}"))
print("family and type:", s.family.name, s.type.name)
print("local address:", s.getsockname())
print("SO_REUSEADDR:", s.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR))
print("TCP_NODELAY:", s.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
print("SO_RCVBUF:", s.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF))
