import base64
import hashlib
import socket
import threading

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, CLOSE = 1, 8


def turned(message):
    """The service: the message from its last character to its first."""
    return message.decode()[::-1].encode()


def serve_tcp(connection):
    with connection, connection.makefile("rb") as stream:
        for line in stream:  # waits until a line is whole
            if line.endswith(b"\n"):
                connection.sendall(turned(line[:-1]) + b"\n")


def serve_udp(server):
    while True:
        message, sender = server.recvfrom(65535)
        server.sendto(turned(message), sender)


def serve_websocket(connection):
    with connection, connection.makefile("rb") as stream:
        handshake(connection, stream)
        while frame := stream.read1(1024):
            opcode, length = frame[0] & 0x0F, frame[1] & 0x7F
            key, masked = frame[2:6], frame[6 : 6 + length]
            payload = bytes(byte ^ key[i % 4] for i, byte in enumerate(masked))
            answer = turned(payload) if opcode == TEXT else payload
            connection.sendall(bytes([0x80 | opcode, len(answer)]) + answer)
            if opcode == CLOSE:
                return


def handshake(connection, stream):
    """Reads the request and answers it. Behind it, `stream` holds frames."""
    stream.readline()
    fields = {}
    while line := stream.readline().strip():
        name, _, value = line.partition(b":")
        fields[name.lower()] = value.strip()
    accept = base64.b64encode(hashlib.sha1(fields[b"sec-websocket-key"] + GUID).digest())
    connection.sendall(
        b"HTTP/1.1 101 Switching Protocols\r\n"
        b"Upgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
    )


def accept_all(listener, serve):
    while True:
        connection, address = listener.accept()
        threading.Thread(target=serve, args=(connection,), daemon=True).start()


tcp = socket.create_server(("127.0.0.1", 8080))
web = socket.create_server(("127.0.0.1", 9000))
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.bind(("127.0.0.1", 8080))
threading.Thread(target=accept_all, args=(tcp, serve_tcp), daemon=True).start()
threading.Thread(target=accept_all, args=(web, serve_websocket), daemon=True).start()
serve_udp(udp)
