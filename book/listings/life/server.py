import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", 9000))
listener.listen(8)
print("listening on port 9000", flush=True)

connection, address = listener.accept()
print("accepted a connection")
data = connection.recv(1024)
while data:
    print("received", data.decode())
    connection.sendall(data)
    data = connection.recv(1024)
print("the client has finished")

connection.close()
listener.close()
