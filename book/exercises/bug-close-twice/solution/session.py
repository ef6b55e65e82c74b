CLOSE, NORMAL = 8, b"\x03\xe8"


def converse(receive, send):
    """Echoes until one side says goodbye. A client that sends `bye` is said goodbye to."""
    is_closing = False
    while True:
        opcode, payload = receive()
        if opcode == CLOSE:
            if not is_closing:
                send(CLOSE, payload[:2])
            return
        if is_closing:
            continue  # after a close frame nothing may be sent
        if payload == b"bye":
            send(CLOSE, NORMAL)
            is_closing = True
        else:
            send(opcode, payload)
