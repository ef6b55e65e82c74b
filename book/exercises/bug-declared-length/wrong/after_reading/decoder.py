LIMIT = 65_535


class Decoder:
    """Takes the payload into a buffer that is made as large as the header says."""

    def __init__(self):
        self.buffer = b""
        self.payload = None

    def feed(self, data):
        self.buffer += data
        frames = []
        while self.payload is not None or self.header():
            take = min(len(self.payload) - self.at, len(self.buffer))
            self.payload[self.at:self.at + take] = self.buffer[:take]
            self.at, self.buffer = self.at + take, self.buffer[take:]
            if self.at < len(self.payload):
                break
            key = self.key
            frames.append((self.opcode, bytes(b ^ key[i % 4] for i, b in enumerate(self.payload))))
            self.payload = None
        return frames

    def header(self):
        """Takes a header, if it is whole."""
        if len(self.buffer) < 2:
            return False
        short = self.buffer[1] & 0x7F
        size = {126: 2, 127: 8}.get(short, 0)
        if len(self.buffer) < 6 + size:
            return False
        length = int.from_bytes(self.buffer[2:2 + size], "big") if size else short
        self.opcode = self.buffer[0] & 0x0F
        self.key = self.buffer[2 + size:6 + size]
        self.buffer = self.buffer[6 + size:]
        self.payload, self.at = bytearray(min(length, LIMIT)), 0
        return True
