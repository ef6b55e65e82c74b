import signal
import socket

listener = socket.create_server(("127.0.0.1", 9000), backlog=1)

clients = []
for _ in range(3):
    client = socket.socket()
    client.setblocking(False)
    client.connect_ex(("127.0.0.1", 9000))
    clients.append(client)
print("three clients have called connect", flush=True)
signal.pause()
