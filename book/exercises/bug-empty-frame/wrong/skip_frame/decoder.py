class Decoder:
    def __init__(self):
        self.buffer = b""

    def feed(self, data):
        self.buffer += data
        frames = []
        while (frame := self.next_frame()) is not None:
            frames.append(frame)
        return frames

    def next_frame(self):
        if len(self.buffer) < 2:
            return None
        opcode, length = self.buffer[0] & 0x0F, self.buffer[1] & 0x7F
        if length == 0:  # nothing to unmask
            self.buffer = self.buffer[6:]
            return None
        if len(self.buffer) < 6 + length:
            return None
        key, masked = self.buffer[2:6], self.buffer[6:6 + length]
        self.buffer = self.buffer[6 + length:]
        return opcode, bytes(byte ^ key[at % 4] for at, byte in enumerate(masked))
