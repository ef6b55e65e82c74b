import socket

s = socket.socket()
try:
    s.connect(("127.0.0.1", 9000))
except OSError as error:
    print(error)
