import socket
import struct
import sys
import time

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.bind(("127.0.0.1", 9000))
client.connect(("127.0.0.1", 8080))


def ask(number, word):
    head = struct.pack("!H", number)
    for attempt in range(5):
        client.send(head + word)
        end = time.monotonic() + 0.5
        while (left := end - time.monotonic()) > 0:
            client.settimeout(left)
            try:
                answer = client.recv(65535)
            except TimeoutError:
                break
            return answer[2:]
    return None


for number, word in enumerate((b"red", b"green", b"blue"), 1):
    answer = ask(number, word)
    if answer is None:
        print("no answer")
        sys.exit(1)
    print(answer.decode())
