CLOSE, PING, PONG = 8, 9, 10


def converse(receive, send):
    """Echoes messages until one side says goodbye."""
    while True:
        opcode, payload = receive()
        if opcode == CLOSE:
            send(CLOSE, payload)  # whatever it is?
        elif opcode == PING:
            send(PONG, payload)
        elif opcode != PONG:
            send(opcode, payload)
