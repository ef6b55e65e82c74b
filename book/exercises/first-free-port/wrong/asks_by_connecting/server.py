import socket


def is_free(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


port = 8080
if not is_free(port):
    port = 9000
if not is_free(port):
    port = 9100

listener = socket.create_server(("127.0.0.1", port))

while True:
    connection, address = listener.accept()
    connection.sendall(b"welcome\n")
    connection.close()
