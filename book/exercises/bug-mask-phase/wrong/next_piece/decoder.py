class Decoder:
    """Unmasks a payload piece by piece, as it arrives."""

    def __init__(self):
        self.header = b""
        self.left = 0
        self.message = b""

    def feed(self, data):
        frames = []
        while data:
            if len(self.header) < 6:  # two bytes of lengths, four of the key
                take = 6 - len(self.header)
                self.header += data[:take]
                data = data[take:]
                if len(self.header) < 6:
                    break
                self.opcode = self.header[0] & 0x0F
                self.left = self.header[1] & 0x7F
                self.key = self.header[2:]
            piece, data = data[:self.left], data[self.left:]
            self.message += bytes(byte ^ self.key[at % 4] for at, byte in enumerate(piece))
            self.key = self.key[1:] + self.key[:1]  # the next piece, the next byte of the key
            self.left -= len(piece)
            if self.left == 0:
                frames.append((self.opcode, self.message))
                self.header, self.message = b"", b""
        return frames
