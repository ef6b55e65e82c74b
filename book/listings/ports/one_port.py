import socket

listener = socket.create_server(("127.0.0.1", 9000))

keep = []
for _ in range(3):
    client = socket.create_connection(("127.0.0.1", 9000))
    served, address = listener.accept()
    keep += [client, served]
    print("descriptor", served.fileno(),
          "local", served.getsockname(), "remote", served.getpeername())

print("different local ports:", len({s.getsockname()[1] for s in keep[1::2]}))
