import selectors
import socket

selector = selectors.DefaultSelector()
listener = socket.create_server(("127.0.0.1", 9000))
selector.register(listener, selectors.EVENT_READ)
print("listening on port 9000", flush=True)
accepted = 0

while selector.get_map():
    for key, events in selector.select():
        if key.fileobj is listener:
            connection, address = listener.accept()
            accepted += 1
            print("accepted client", accepted)
            selector.register(connection, selectors.EVENT_READ, accepted)
            if accepted == 2:
                selector.unregister(listener)
        elif data := key.fileobj.recv(1024):
            print(f"read from client {key.data}: {data.decode()}")
            key.fileobj.sendall(data)
        else:
            print(f"client {key.data} has finished")
            selector.unregister(key.fileobj)
            key.fileobj.close()

listener.close()
