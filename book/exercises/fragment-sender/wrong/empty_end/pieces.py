CONTINUATION, TEXT, PING = 0, 1, 9


def frame(final, opcode, payload):
    """A frame of a server, of at most 125 bytes."""
    return bytes([final << 7 | opcode, len(payload)]) + payload


def frames(chunks):
    """The frames of one text message that comes in chunks; None is the time for a ping."""
    opcode = TEXT
    for chunk in chunks:
        if chunk is None:
            yield frame(True, PING, b"")
        elif chunk:
            yield frame(False, opcode, chunk)
            opcode = CONTINUATION
    yield frame(True, opcode, b"")
