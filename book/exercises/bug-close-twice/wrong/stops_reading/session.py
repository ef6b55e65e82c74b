CLOSE, NORMAL = 8, b"\x03\xe8"


def converse(receive, send):
    """Echoes until one side says goodbye. A client that sends `bye` is said goodbye to."""
    while True:
        opcode, payload = receive()
        if opcode == CLOSE:
            send(CLOSE, payload[:2])
            return
        if payload == b"bye":
            send(CLOSE, NORMAL)
            return  # leaves before the answer is here
        else:
            send(opcode, payload)
