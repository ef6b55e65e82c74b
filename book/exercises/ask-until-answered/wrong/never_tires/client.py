import socket
import struct
import time

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.bind(("127.0.0.1", 9000))
client.connect(("127.0.0.1", 8080))


def ask(number, word):
    head = struct.pack("!H", number)
    while True:
        client.send(head + word)
        end = time.monotonic() + 0.5
        while (left := end - time.monotonic()) > 0:
            client.settimeout(left)
            try:
                answer = client.recv(65535)
            except TimeoutError:
                break
            if answer.startswith(head):
                return answer[2:]


for number, word in enumerate((b"red", b"green", b"blue"), 1):
    answer = ask(number, word)
    print(answer.decode())
