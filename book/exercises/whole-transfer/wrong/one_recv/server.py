import socket

listener = socket.create_server(("127.0.0.1", 8080))

while True:
    connection, address = listener.accept()
    with connection:
        data = connection.recv(1_000_000)
        connection.sendall(b"%d\n" % len(data))
