import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.settimeout(0.5)

for question in (b"red", b"blue"):
    for attempt in (1, 2, 3):
        client.sendto(question, ("127.0.0.1", 9000))
        try:
            answer, address = client.recvfrom(1024)
        except TimeoutError:
            print(f"attempt {attempt}: no answer")
            continue
        print(f"attempt {attempt}:", answer.decode())
        break

client.close()
