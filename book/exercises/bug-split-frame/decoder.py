class Decoder:
    """Turns what recv returned into frames."""

    def feed(self, data):
        frames = []
        while data:
            opcode, length = data[0] & 0x0F, data[1] & 0x7F
            key, masked = data[2:6], data[6:6 + length]
            frames.append((opcode, bytes(b ^ key[at % 4] for at, b in enumerate(masked))))
            data = data[6 + length:]
        return frames
