import socket

listener = socket.create_server(("127.0.0.1", 9000))
a = socket.create_connection(("127.0.0.1", 9000))
b, address = listener.accept()

print("a sends:", a.send(b"is anybody there?"))
print("b sends:", b.send(b"I was about to ask you"))
print("a receives:", a.recv(100))
print("b receives:", b.recv(100))
