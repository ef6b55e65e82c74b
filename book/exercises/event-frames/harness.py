"""Serves a stream of events on port 8080: every order it reads becomes an event of events.event."""
import socket

import events

with socket.create_server(("127.0.0.1", 8080)) as listener:
    while True:
        connection, address = listener.accept()
        with connection, connection.makefile("rb") as orders:
            # An order: number and bytes of text in a line; then the text.
            while order := orders.readline().split():
                number, length = int(order[0]), int(order[1])
                text = orders.read(length).decode()
                connection.sendall(events.event(number, text))
