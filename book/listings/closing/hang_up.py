import socket
import sys

with socket.create_server(("127.0.0.1", 9000)) as listener:
    client = socket.create_connection(("127.0.0.1", 9000))
    server, _ = listener.accept()

client.sendall(b"\x88\x82\x00\x00\x00\x00\x03\xe8")  # the client's close frame, masked
server.recv(100)
server.sendall(b"\x88\x02\x03\xe8")  # the server's answer
client.recv(100)

first, second = (client, server) if sys.argv[1] == "client" else (server, client)
first.close()
print("second reads", second.recv(100))
second.close()
