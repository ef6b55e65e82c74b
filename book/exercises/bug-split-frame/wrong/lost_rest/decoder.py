class Decoder:
    """Collects bytes until there is one frame, and forgets what came behind it."""

    def __init__(self):
        self.buffer = b""

    def feed(self, data):
        self.buffer += data
        if len(self.buffer) < 6 or len(self.buffer) < 6 + (self.buffer[1] & 0x7F):
            return []
        opcode, length = self.buffer[0] & 0x0F, self.buffer[1] & 0x7F
        key, masked = self.buffer[2:6], self.buffer[6:6 + length]
        self.buffer = b""
        return [(opcode, bytes(b ^ key[at % 4] for at, b in enumerate(masked)))]
