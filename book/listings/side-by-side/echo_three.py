import base64
import hashlib
import socket
import threading

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
CLOSE, PING, PONG = 8, 9, 10

def echo_tcp(listener):
    connection, _ = listener.accept()
    with connection:
        while data := connection.recv(1024):
            connection.sendall(data)

def echo_udp(server):
    message, sender = server.recvfrom(65535)
    server.sendto(message, sender)

def echo_websocket(listener):
    connection, _ = listener.accept()
    with connection, connection.makefile("rb") as stream:
        if handshake(connection, stream):
            while echo_frame(connection, stream) != CLOSE:
                pass

def handshake(connection, stream):
    stream.readline()
    fields = {}
    while line := stream.readline().strip():
        name, _, value = line.partition(b":")
        fields[name.lower()] = value.strip()
    key = fields.get(b"sec-websocket-key")
    if not key:
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        return False
    accept = base64.b64encode(hashlib.sha1(key + GUID).digest())
    connection.sendall(
        b"HTTP/1.1 101 Switching Protocols\r\n"
        b"Upgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
    )
    return True

def echo_frame(connection, stream):
    header = stream.read(2)
    if len(header) < 2 or header[1] & 0x7F > 125:  # gone, or longer than we take
        return CLOSE
    opcode, length = header[0] & 0x0F, header[1] & 0x7F
    key, masked = stream.read(4), stream.read(length)
    payload = bytes(b ^ key[i % 4] for i, b in enumerate(masked))
    answer = PONG if opcode == PING else opcode
    connection.sendall(bytes([0x80 | answer, length]) + payload)
    return opcode

tcp = socket.create_server(("127.0.0.1", 8080))
udp = socket.socket(type=socket.SOCK_DGRAM)
udp.bind(("127.0.0.1", 8080))
web = socket.create_server(("127.0.0.1", 9000))
print("TCP and UDP on port 8080, WebSocket on 9000", flush=True)

doors = ((echo_tcp, tcp), (echo_udp, udp), (echo_websocket, web))
threads = [threading.Thread(target=echo, args=(end,)) for echo, end in doors]
for thread in threads:
    thread.start()
