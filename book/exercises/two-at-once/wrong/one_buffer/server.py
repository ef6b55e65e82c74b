import selectors
import socket

selector = selectors.DefaultSelector()
listener = socket.create_server(("127.0.0.1", 8080), backlog=16)
selector.register(listener, selectors.EVENT_READ)
line = b""

while True:
    for key, events in selector.select():
        if key.fileobj is listener:
            connection, address = listener.accept()
            selector.register(connection, selectors.EVENT_READ)
            continue
        connection = key.fileobj
        piece = connection.recv(1024)
        line += piece
        if line.endswith(b"\n"):
            connection.sendall(b"Hello, " + line[:-1] + b"!\n")
            line = b""
        if line == b"" or not piece:
            selector.unregister(connection)
            connection.close()
