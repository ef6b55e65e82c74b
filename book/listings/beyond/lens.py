import sys
import zlib

deflater = zlib.compressobj(wbits=-15)
for line in sys.stdin:
    data = line.rstrip("\n").encode()
    packed = deflater.compress(data) + deflater.flush(zlib.Z_SYNC_FLUSH)
    print(len(data), "->", len(packed) - 4, packed[:-4].hex(" "))
