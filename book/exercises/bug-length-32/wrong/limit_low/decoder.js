// Takes frames of up to LIMIT bytes out of a buffer.
const LIMIT = 1000;

/// The next frame and what stands behind it; undefined while it is not whole. Throws a close code.
exports.next = (buffer) => {
  if (buffer.length < 2) return undefined;
  let length = buffer[1] & 0x7f;
  let at = 2;
  if (length === 126) {
    if (buffer.length < 4) return undefined;
    length = buffer.readUInt16BE(2);
    at = 4;
  } else if (length === 127) {
    if (buffer.length < 10) return undefined;
    if (buffer.readUInt32BE(6) > LIMIT) throw 1009;
    length = Number(buffer.readBigUInt64BE(2)) % 2 ** 32;
    at = 10;
  }
  if (length > LIMIT) throw 1009;
  if (buffer.length < at + 4 + length) return undefined;
  const key = buffer.subarray(at, at + 4);
  const payload = Buffer.from(buffer.subarray(at + 4, at + 4 + length));
  payload.forEach((byte, i) => { payload[i] = byte ^ key[i % 4]; });
  return { opcode: buffer[0] & 0x0f, payload, rest: buffer.subarray(at + 4 + length) };
};
