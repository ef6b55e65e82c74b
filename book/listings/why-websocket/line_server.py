import socket

listener = socket.create_server(("127.0.0.1", 9000))
print("one command a line, for programs of this machine", flush=True)

for number in (1, 2):
    connection, address = listener.accept()
    done = 0
    with connection, connection.makefile("r") as lines:
        for line in lines:
            if line.startswith("SET "):  # every other line is passed over
                done += 1
                print(f"client {number} has run", line.strip())
                connection.sendall(b"+OK\r\n")
                break
    print(f"client {number}: commands run: {done}")
