import os
import signal
import socket

listener = socket.create_server(("127.0.0.1", 9000))
client = socket.create_connection(("127.0.0.1", 9000))
served, address = listener.accept()

print("process", os.getpid(), "holds descriptors",
      listener.fileno(), client.fileno(), served.fileno(), flush=True)
signal.pause()
