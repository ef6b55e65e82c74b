import socket
import time

listener = socket.create_server(("127.0.0.1", 9000))

client = socket.create_connection(("127.0.0.1", 9000))
print("connected")
client.sendall(b"early")
print("sent")
client.close()
print("closed, and nobody has called accept yet")
time.sleep(1)

connection, address = listener.accept()
print("accepted:", connection.recv(100), "then", connection.recv(100))
