import socket

from reader import Reader

listener = socket.create_server(("127.0.0.1", 8080))

while True:
    connection, address = listener.accept()
    with connection:
        reader = Reader()
        while data := connection.recv(256):
            for message in reader.feed(data):
                connection.sendall(b"%d %s\n" % (len(message), message))
