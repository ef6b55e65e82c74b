CONTINUATION, TEXT, PING = 0, 1, 9


def frame(final, opcode, payload):
    """A frame of a server, of at most 125 bytes."""
    return bytes([final << 7 | opcode, len(payload)]) + payload


def frames(chunks):
    """The frames of one text message that comes in chunks; None is the time for a ping."""
    opcode, held, pings = TEXT, b"", 0
    for chunk in chunks:
        if chunk is None:
            pings += 1
        elif chunk:
            if held:
                yield frame(False, opcode, held)
                opcode = CONTINUATION
            held = chunk
    yield frame(True, opcode, held)
    for _ in range(pings):
        yield frame(True, PING, b"")
