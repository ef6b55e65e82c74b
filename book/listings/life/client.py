import socket

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(("127.0.0.1", 9000))
s.sendall(b"hello")
print("answer:", s.recv(1024).decode())
s.close()
