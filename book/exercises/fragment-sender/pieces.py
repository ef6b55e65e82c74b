CONTINUATION, TEXT, PING = 0, 1, 9


def frame(final, opcode, payload):
    """A frame of a server, of at most 125 bytes."""
    return bytes([final << 7 | opcode, len(payload)]) + payload


def frames(chunks):
    """The frames of one text message that comes in chunks; None is the time for a ping."""
    text = b""
    for chunk in chunks:
        text += chunk or b""
    yield frame(True, TEXT, text)
