import socket
import time

listener = socket.create_server(("127.0.0.1", 9000))
client = socket.create_connection(("127.0.0.1", 9000))
connection, address = listener.accept()
client.close()

for word in [b"one", b"two"]:
    time.sleep(0.1)
    try:
        print("sent", connection.send(word), "bytes")
    except OSError as error:
        print(error)
