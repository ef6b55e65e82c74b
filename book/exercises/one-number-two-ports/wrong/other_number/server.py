import select
import socket

listener = socket.create_server(("127.0.0.1", 8080))
datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
datagrams.bind(("127.0.0.1", 9000))

while True:
    ready, _, _ = select.select([listener, datagrams], [], [])
    if listener in ready:
        connection, address = listener.accept()
        connection.sendall(b"stream\n")
        connection.close()
    if datagrams in ready:
        data, sender = datagrams.recvfrom(65535)
        datagrams.sendto(b"datagram", sender)
