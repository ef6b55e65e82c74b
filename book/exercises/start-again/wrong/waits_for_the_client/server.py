import socket

for life in (1, 2, 3):
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", 8080))
    listener.listen()

    connection, address = listener.accept()
    connection.sendall(b"life %d\n" % life)
    connection.recv(1)
    connection.close()
    listener.close()
