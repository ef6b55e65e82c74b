CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
LONGEST = 100


class Assembler:
    """Takes frames in their order, without masks, and gives what is whole."""

    def take(self, final, opcode, payload):
        # As if each frame were a message.
        return opcode, payload
