CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
LONGEST = 100


class Assembler:
    """Takes frames in their order, without masks, and gives what is whole."""

    def __init__(self):
        self.opcode = None  # of the message that is open

    def take(self, final, opcode, payload):
        if opcode >= CLOSE:
            return opcode, payload
        if (opcode == CONTINUATION) == (self.opcode is None):
            raise ValueError(1002)
        if opcode != CONTINUATION:
            self.opcode, self.message = opcode, b""
        self.message += payload
        if len(self.message) > LONGEST:
            raise ValueError(1009)
        if self.opcode == TEXT:
            payload.decode()
        if not final:
            return None
        whole, self.opcode = (self.opcode, self.message), None
        return whole
