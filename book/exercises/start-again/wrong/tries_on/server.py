import socket
import time

for life in (1, 2, 3):
    listener = socket.socket()
    while True:
        try:
            listener.bind(("127.0.0.1", 8080))
            break
        except OSError:
            time.sleep(0.5)
    listener.listen()

    connection, address = listener.accept()
    connection.sendall(b"life %d\n" % life)
    connection.close()
    listener.close()
