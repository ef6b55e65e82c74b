import socket

tcp = socket.create_connection(("127.0.0.1", 8080))
tcp.sendall(b"Hello over TCP")
print("TCP answers", tcp.recv(1024))
tcp.close()

udp = socket.socket(type=socket.SOCK_DGRAM)
udp.connect(("127.0.0.1", 8080))
udp.send(b"Hello over UDP")
print("UDP answers", udp.recv(1024))
