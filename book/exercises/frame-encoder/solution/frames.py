CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
OPCODES = {CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG}


def check(opcode, payload, final, key):
    if opcode not in OPCODES:
        raise ValueError(f"opcode {opcode} does not exist")
    if opcode >= CLOSE and (len(payload) > 125 or not final):
        raise ValueError("a control frame is short and whole")
    if key is not None and len(key) != 4:
        raise ValueError(f"a key has 4 bytes, and not {len(key)}")


def length_field(length, mask):
    if length <= 125:
        return bytes([mask | length])
    if length <= 0xFFFF:
        return bytes([mask | 126]) + length.to_bytes(2, "big")
    return bytes([mask | 127]) + length.to_bytes(8, "big")


def encode(opcode, payload, final=True, key=None):
    check(opcode, payload, final, key)
    first = bytes([final << 7 | opcode])
    if key is None:
        return first + length_field(len(payload), 0) + payload
    masked = bytes(byte ^ key[i % 4] for i, byte in enumerate(payload))
    return first + length_field(len(payload), 0x80) + key + masked
