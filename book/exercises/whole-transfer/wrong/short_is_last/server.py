import socket

listener = socket.create_server(("127.0.0.1", 8080))

while True:
    connection, address = listener.accept()
    with connection:
        count = 0
        while True:
            piece = connection.recv(4096)
            count += len(piece)
            if len(piece) < 4096:
                break
        connection.sendall(b"%d\n" % count)
