import socket

import frames


def serve(connection):
    decoder = frames.Decoder()
    while data := connection.recv(65536):
        for final, opcode, payload in decoder.feed(data):
            head = f"{opcode} {int(bool(final))} {len(payload)} "
            connection.sendall(head.encode() + payload + b"\n")


with socket.create_server(("127.0.0.1", 8080)) as listener:
    while True:
        connection, address = listener.accept()
        with connection:
            try:
                serve(connection)
            except frames.ProtocolError as error:
                connection.sendall(b"error %d\n" % error.args[0])
                connection.shutdown(socket.SHUT_WR)
                while connection.recv(65536):  # what is still on its way
                    pass
