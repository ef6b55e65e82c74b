def header(length, opcode=0x1, final=True, masked=False):
    first = final << 7 | opcode
    mask = masked << 7
    if length <= 125:
        return bytes([first, mask | length])
    if length <= 0xFFFF:
        return bytes([first, mask | 126]) + length.to_bytes(2, "big")
    return bytes([first, mask | 127]) + length.to_bytes(8, "big")

print("Hello:", (header(5) + b"Hello").hex(" "))
for length in (0, 125, 126, 65535, 65536):
    written = header(length)
    print(f"{length:5} bytes: {len(written):2} of header,", written.hex(" "))
