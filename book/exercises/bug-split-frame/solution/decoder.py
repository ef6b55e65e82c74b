class Decoder:
    """Turns what recv returned into frames; what is not whole yet waits for more."""

    def __init__(self):
        self.buffer = b""

    def feed(self, data):
        frames = []
        self.buffer += data
        while len(self.buffer) >= 6:
            opcode, length = self.buffer[0] & 0x0F, self.buffer[1] & 0x7F
            if len(self.buffer) < 6 + length:
                break
            key, masked = self.buffer[2:6], self.buffer[6:6 + length]
            frames.append((opcode, bytes(b ^ key[at % 4] for at, b in enumerate(masked))))
            self.buffer = self.buffer[6 + length:]
        return frames
