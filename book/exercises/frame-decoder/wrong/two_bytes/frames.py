LENGTH_MAX = 100_000
OPCODES = {0, 1, 2, 8, 9, 10}


class ProtocolError(Exception):
    """The connection has to be closed with this code."""


class Decoder:
    def __init__(self):
        self.buffer = bytearray()

    def feed(self, data):
        self.buffer += data
        while (frame := self.take()) is not None:
            yield frame

    def take(self):
        """Takes a frame off the front, if all of it is there."""
        if not self.buffer:
            return None
        first, second = self.buffer[:2]
        final, opcode, length = bool(first & 0x80), first & 0x0F, second & 0x7F
        if first & 0x70 or opcode not in OPCODES or not second & 0x80:
            raise ProtocolError(1002)
        if opcode >= 8 and (length > 125 or not final):
            raise ProtocolError(1002)
        at = 2 + {126: 2, 127: 8}.get(length, 0)
        if len(self.buffer) < at:
            return None
        if at > 2:
            length = int.from_bytes(self.buffer[2:at], "big")
            if length < 126 or (at == 10 and not 0xFFFF < length < 1 << 63):
                raise ProtocolError(1002)
        if length > LENGTH_MAX:
            raise ProtocolError(1009)
        if len(self.buffer) < at + 4 + length:
            return None
        key, masked = self.buffer[at : at + 4], self.buffer[at + 4 : at + 4 + length]
        del self.buffer[: at + 4 + length]
        return final, opcode, bytes(byte ^ key[i % 4] for i, byte in enumerate(masked))
