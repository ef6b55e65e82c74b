import signal
import socket

listener = socket.create_server(("127.0.0.1", 9000))
client = socket.create_connection(("127.0.0.1", 9000))
server, _ = listener.accept()
listener.close()

server.setblocking(False)
taken = 0
try:
    while True:
        taken += server.send(bytes(65536))
except BlockingIOError:
    print("the kernels have taken", taken, "bytes, and nobody reads", flush=True)
signal.pause()
