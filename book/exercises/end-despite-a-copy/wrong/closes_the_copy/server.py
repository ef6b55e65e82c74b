import socket

kept = []  # another part of the program asks these for their addresses

listener = socket.create_server(("127.0.0.1", 8080))

while True:
    connection, address = listener.accept()
    kept.append(connection.dup())
    line = b""
    while not line.endswith(b"\n"):
        line += connection.recv(1024)
    connection.sendall(b"noted\n")
    connection.close()
    kept[-1].close()
