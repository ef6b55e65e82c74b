import zlib

MESSAGE = bytes(16 * 1024 * 1024)  # 16 MiB of zeros
LIMIT = 64 * 1024
END = b"\x00\x00\xff\xff"  # cut off behind every message, RFC 7692 section 7.2.1

deflate = zlib.compressobj(wbits=-15)
payload = (deflate.compress(MESSAGE) + deflate.flush(zlib.Z_SYNC_FLUSH)).removesuffix(END)
print("on the wire:", round(len(payload) / 1024), "KiB")

inflate = zlib.decompressobj(wbits=-15)
print("in memory:", len(inflate.decompress(payload + END)) // 1024, "KiB")

inflate = zlib.decompressobj(wbits=-15)
text = inflate.decompress(payload + END, LIMIT + 1)  # no more than that comes out
print("with a limit:", "1009" if len(text) > LIMIT else len(text))
