import zlib

LETTERS = "0123456789abcdef"
SECRET = "7f3a9c41"


def length(said):
    """All that somebody on the way sees of this message."""
    deflater = zlib.compressobj(wbits=-15)
    text = f"session={SECRET}; said={said}"
    data = deflater.compress(text.encode()) + deflater.flush(zlib.Z_SYNC_FLUSH)
    return len(data) - 4


guess = "session="
for _ in range(8):
    guess = min((guess + letter for letter in LETTERS), key=length)
    print(guess)
