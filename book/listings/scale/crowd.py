import socket

sockets = []
try:
    while True:
        sockets.append(socket.socket())
except OSError as error:
    print("the last descriptor is", sockets[-1].fileno(), "and then:", error.strerror)
