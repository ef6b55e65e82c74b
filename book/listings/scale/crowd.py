import socket

sockets = []
try:
    while True:
        sockets.append(socket.socket())
except OSError as error:
    last = sockets[-1].fileno()
    print("the last descriptor is", last, "and then:", error.strerror)
