CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10


def encode(opcode, payload, final=True, key=None):
    # FIN and the opcode; MASK and the length; the key; the payload.
    return bytes([opcode, len(payload) % 128]) + payload
