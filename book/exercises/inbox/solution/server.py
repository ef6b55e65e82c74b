import socket
import threading

messages = []
news = threading.Condition()


def read_request(stream):
    line = stream.readline().decode()
    if not line:
        return None
    length = 0
    while field := stream.readline().decode().strip():
        name, _, value = field.partition(":")
        if name.lower() == "content-length":
            length = int(value)
    method, target, version = line.split()
    return method, target, stream.read(length).decode()


def respond(connection, status, body=None):
    fields = "" if body is None else f"Content-Length: {len(body.encode())}\r\n"
    connection.sendall(f"HTTP/1.1 {status}\r\n{fields}\r\n{body or ''}".encode())


def serve(connection):
    stream = connection.makefile("rb")
    while request := read_request(stream):
        method, target, body = request
        if method == "POST":
            with news:
                messages.append(body)
                news.notify_all()
            respond(connection, "204 No Content")
        else:
            after = int(target.partition("=")[2])
            with news:
                news.wait_for(lambda: len(messages) > after)
                texts = messages[after:]
            respond(connection, "200 OK", "".join(text + "\n" for text in texts))


listener = socket.create_server(("127.0.0.1", 8080))
while True:
    connection, address = listener.accept()
    threading.Thread(target=serve, args=(connection,), daemon=True).start()
