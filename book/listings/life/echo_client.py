import socket
import sys
import time

word, seconds = sys.argv[1], float(sys.argv[2])
with socket.create_connection(("127.0.0.1", 9000)) as s:
    time.sleep(seconds)
    s.sendall(word.encode())
    print("answer:", s.recv(1024).decode())
