import codecs

# The text in three frames, as a server may send it.
TEXT = "안녕".encode()
FRAMES = [TEXT[:2], TEXT[2:4], TEXT[4:]]

print("joined: ", b"".join(FRAMES).decode())

decoder = codecs.getincrementaldecoder("utf-8")()
pieces = [decoder.decode(frame) for frame in FRAMES]
print("carried:", pieces)

patient = [frame.decode(errors="replace") for frame in FRAMES]
print("patched:", "".join(patient))

try:
    print("alone:  ", [frame.decode() for frame in FRAMES])
except UnicodeDecodeError as error:
    print("alone:  ", error)
