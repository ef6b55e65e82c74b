import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 9000))
print("bound to port 9000", flush=True)

answered = datagrams = 0
while answered < 2:
    question, address = server.recvfrom(1024)
    datagrams += 1
    print(f"{question.decode()}?")
    if datagrams > 1:  # the first is treated as if it had been lost
        server.sendto(b"yes, " + question, address)
        answered += 1

print("datagrams that came:", datagrams)
server.close()
