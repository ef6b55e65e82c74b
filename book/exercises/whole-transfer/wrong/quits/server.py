import socket

listener = socket.create_server(("127.0.0.1", 8080))

while True:
    connection, address = listener.accept()
    with connection:
        count = 0
        while piece := connection.recv(65536):
            count += len(piece)
        if count:
            connection.sendall(b"%d\n" % count)
