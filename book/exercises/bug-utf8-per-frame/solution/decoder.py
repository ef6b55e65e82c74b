TEXT, CLOSE = 1, 8


class Decoder:
    """Puts messages together. Text that is no UTF-8 is refused with code 1007."""

    def __init__(self):
        self.buffer = b""
        self.opcode, self.message = None, b""

    def feed(self, data):
        self.buffer += data
        messages = []
        while len(self.buffer) >= 6 and len(self.buffer) >= 6 + (self.buffer[1] & 0x7F):
            final, opcode = self.buffer[0] & 0x80, self.buffer[0] & 0x0F
            end = 6 + (self.buffer[1] & 0x7F)
            key, masked = self.buffer[2:6], self.buffer[6:end]
            self.buffer = self.buffer[end:]
            payload = bytes(byte ^ key[at % 4] for at, byte in enumerate(masked))
            if opcode >= CLOSE:
                messages.append((opcode, payload))
                continue
            if self.opcode is None:
                self.opcode = opcode
            self.message += payload
            if final:
                messages.append((self.opcode, self.checked(self.message)))
                self.opcode, self.message = None, b""
        return messages

    def checked(self, payload):
        if self.opcode == TEXT:
            try:
                payload.decode()
            except UnicodeDecodeError:
                raise ValueError(1007)
        return payload
