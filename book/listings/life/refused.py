import socket

held = socket.socket()
held.bind(("127.0.0.1", 9000))  # and no listen

s = socket.socket()
try:
    s.connect(("127.0.0.1", 9000))
except OSError as error:
    print(error)
