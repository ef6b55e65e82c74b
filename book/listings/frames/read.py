def frames(stream):
    """Takes the whole frames off the front of a stream: these, and what is left of it."""
    found = []
    while len(stream) >= 2:
        length, at = stream[1] & 0x7F, 2
        if length >= 126:
            size = 2 if length == 126 else 8
            length, at = int.from_bytes(stream[at:at + size], "big"), at + size
        masked = stream[1] >> 7
        key = stream[at:at + 4] if masked else bytes(4)
        at += 4 * masked
        if len(stream) < at + length:
            break
        payload = bytes(byte ^ key[i % 4] for i, byte in enumerate(stream[at:at + length]))
        found.append((stream[0] >> 7, stream[0] & 0x0F, payload))
        stream = stream[at + length:]
    return found, stream

stream = bytes.fromhex(
    "81 85 37 fa 21 3d 7f 9f 4d 51 58"
    "89 80 00 00 00 00"
    "82 82 a1 b2 c3 d4 5e 4d"
)
rest = b""
for piece in (stream[:3], stream[3:12], stream[12:]):
    found, rest = frames(rest + piece)
    print(f"{len(piece):2} bytes came: {len(found)} whole", *found)
    print("   left over:", rest.hex(" ") or "nothing")
