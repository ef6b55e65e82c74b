CLOSE, PING, PONG = 8, 9, 10
PROTOCOL_ERROR, INVALID_PAYLOAD = 1002, 1007


def may_be_sent(code):
    """RFC 6455, section 7.4, and the codes that IANA has registered since."""
    return 1000 <= code <= 1003 or 1007 <= code <= 1014 or 3000 <= code <= 4999


def answer(body):
    """The body of the close frame that answers a close frame with this body."""
    code = int.from_bytes(body[:2], "big") or 1005
    if len(body) < 2 or not may_be_sent(code):
        code = PROTOCOL_ERROR
    else:
        try:
            body[2:].decode()
        except UnicodeDecodeError:
            code = INVALID_PAYLOAD
    return code.to_bytes(2, "big")


def converse(receive, send):
    """Echoes messages until one side says goodbye."""
    while True:
        opcode, payload = receive()
        if opcode == CLOSE:
            send(CLOSE, answer(payload))
            return
        if opcode == PING:
            send(PONG, payload)
        elif opcode != PONG:
            send(opcode, payload)
