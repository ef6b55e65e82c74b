import selectors
import socket

selector = selectors.DefaultSelector()
subscribers = {}


def accept(listener):
    subscriber, _ = listener.accept()
    subscribers[subscriber] = b""
    selector.register(subscriber, selectors.EVENT_READ, receive)


def receive(subscriber):
    data = subscriber.recv(4096)
    if not data:
        selector.unregister(subscriber)
        del subscribers[subscriber]
        return subscriber.close()
    *lines, subscribers[subscriber] = (subscribers[subscriber] + data).split(b"\n")
    for line in lines:
        print("published:", line.decode())
        for other in subscribers:
            other.sendall(line + b"\n")


with socket.create_server(("", 9100)) as listener:
    selector.register(listener, selectors.EVENT_READ, accept)
    print("listening on port 9100", flush=True)
    some_came = False
    while subscribers or not some_came:
        for key, _ in selector.select():
            key.data(key.fileobj)
        some_came = some_came or bool(subscribers)
