import sys

key = bytes.fromhex(sys.argv[1])
data = sys.stdin.buffer.read()
sys.stdout.buffer.write(bytes(byte ^ key[i % 4] for i, byte in enumerate(data)))
