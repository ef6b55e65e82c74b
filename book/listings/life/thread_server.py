import socket
import threading

def serve(connection, number):
    with connection:
        while data := connection.recv(1024):
            print(f"read from client {number}: {data.decode()}")
            connection.sendall(data)
    print(f"client {number} has finished")

listener = socket.create_server(("127.0.0.1", 9000))
print("listening on port 9000", flush=True)
for number in (1, 2):
    connection, address = listener.accept()
    print("accepted client", number)
    threading.Thread(target=serve, args=(connection, number)).start()
listener.close()
