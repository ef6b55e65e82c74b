def mask(data, key, phase=0):
    return bytes(byte ^ key[(phase + i) % 4] for i, byte in enumerate(data))

key = bytes.fromhex("37 fa 21 3d")
masked = mask(b"Hello", key)
print("masked:  ", masked.hex(" "))
print("minus:   ", bytes((byte - key[i % 4]) % 256 for i, byte in enumerate(masked)))
print("turned:  ", mask(masked, key[::-1]))
print("again:   ", mask(masked, key))

first, second = masked[:2], masked[2:]
print("in parts:", mask(first, key) + mask(second, key, phase=2))
print("forgot:  ", mask(first, key) + mask(second, key))
