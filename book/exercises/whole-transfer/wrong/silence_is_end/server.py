import socket

listener = socket.create_server(("127.0.0.1", 8080))

while True:
    connection, address = listener.accept()
    with connection:
        connection.settimeout(0.5)
        count = 0
        try:
            while piece := connection.recv(65536):
                count += len(piece)
        except TimeoutError:
            pass
        connection.sendall(b"%d\n" % count)
