import zlib

TAIL = b"\x00\x00\xff\xff"
HELLO = bytes.fromhex("c1 07 f2 48 cd c9 c9 07 00")
AGAIN = bytes.fromhex("c1 05 f2 00 11 00 00")


def message(frame, inflater):
    marked = frame[0] & 0x40  # RSV1
    payload = frame[2:]
    return inflater.decompress(payload + TAIL) if marked else payload


inflater = zlib.decompressobj(wbits=-15)  # no zlib header
print("one inflater: ", message(HELLO, inflater), message(AGAIN, inflater))

try:
    print("a new inflater:", message(AGAIN, zlib.decompressobj(wbits=-15)))
except zlib.error as error:
    print("a new inflater:", str(error).split(": ")[-1])
