// SHA-1, SHA-2 (FIPS 180-4) and MD5 (RFC 1321), for digests that a program asks for at once.

/// The message with its 1 bit, zeros and length, in whole blocks.
function padded(bytes, block, isLittle) {
  const lengthLen = block / 8;
  const all = new Uint8Array(Math.ceil((bytes.length + 1 + lengthLen) / block) * block);
  all.set(bytes);
  all[bytes.length] = 0x80;
  const view = new DataView(all.buffer);
  const bits = BigInt(bytes.length) * 8n;
  view.setBigUint64(isLittle ? all.length - lengthLen : all.length - 8, bits, isLittle);
  return view;
}

const left = (word, by) => (word << by) | (word >>> (32 - by));
const right = (word, by) => (word >>> by) | (word << (32 - by));

function output(words, isLittle) {
  const view = new DataView(new ArrayBuffer(words.length * 4));
  words.forEach((word, at) => view.setUint32(at * 4, word >>> 0, isLittle));
  return new Uint8Array(view.buffer);
}

function sha1(bytes) {
  const view = padded(bytes, 64, false);
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  const w = new Int32Array(80);
  for (let block = 0; block < view.byteLength; block += 64) {
    for (let t = 0; t < 80; t += 1) {
      w[t] = t < 16 ? view.getInt32(block + t * 4)
        : left(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
    }
    let [a, b, c, d, e] = state;
    for (let t = 0; t < 80; t += 1) {
      const [f, k] = t < 20 ? [(b & c) | (~b & d), 0x5a827999] : t < 40 ? [b ^ c ^ d, 0x6ed9eba1]
        : t < 60 ? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc] : [b ^ c ^ d, 0xca62c1d6];
      [a, b, c, d, e] = [(left(a, 5) + f + e + k + w[t]) | 0, a, left(b, 30), c, d];
    }
    [a, b, c, d, e].forEach((word, at) => { state[at] = (state[at] + word) | 0; });
  }
  return output(state, false);
}

/// The first primes; the constants of SHA-2 are of their roots.
function primes(count) {
  const found = [];
  for (let number = 2; found.length < count; number += 1) {
    if (found.every((prime) => number % prime !== 0)) found.push(number);
  }
  return found;
}

/// The first `bits` bits behind the point of a root of a whole number.
function rootBits(number, degree, bits) {
  const wanted = BigInt(number) << BigInt(bits * degree);
  let [low, high] = [0n, 1n << BigInt(bits + 8)];
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (middle ** BigInt(degree) <= wanted) low = middle;
    else high = middle;
  }
  return low & ((1n << BigInt(bits)) - 1n);
}

let k256;

function sha256(bytes) {
  k256 ??= Int32Array.from(primes(64), (prime) =>
    Number(BigInt.asIntN(32, rootBits(prime, 3, 32))));
  const state = Int32Array.from(primes(8), (prime) =>
    Number(BigInt.asIntN(32, rootBits(prime, 2, 32))));
  const view = padded(bytes, 64, false);
  const w = new Int32Array(64);
  for (let block = 0; block < view.byteLength; block += 64) {
    for (let t = 0; t < 64; t += 1) {
      if (t < 16) w[t] = view.getInt32(block + t * 4);
      else {
        const s0 = right(w[t - 15], 7) ^ right(w[t - 15], 18) ^ (w[t - 15] >>> 3);
        const s1 = right(w[t - 2], 17) ^ right(w[t - 2], 19) ^ (w[t - 2] >>> 10);
        w[t] = w[t - 16] + s0 + w[t - 7] + s1;
      }
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let t = 0; t < 64; t += 1) {
      const s1 = right(e, 6) ^ right(e, 11) ^ right(e, 25);
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + k256[t] + w[t]) | 0;
      const s0 = right(a, 2) ^ right(a, 13) ^ right(a, 22);
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [a, b, c, d, e, f, g, h] = [(t1 + t2) | 0, a, b, c, (d + t1) | 0, e, f, g];
    }
    [a, b, c, d, e, f, g, h].forEach((word, at) => { state[at] += word; });
  }
  return output([...state], false);
}

const M64 = (1n << 64n) - 1n;
const right64 = (word, by) => ((word >> by) | (word << (64n - by))) & M64;
let k512;

function sha512(bytes) {
  k512 ??= primes(80).map((prime) => rootBits(prime, 3, 64));
  const state = primes(8).map((prime) => rootBits(prime, 2, 64));
  const view = padded(bytes, 128, false);
  for (let block = 0; block < view.byteLength; block += 128) {
    const w = [];
    for (let t = 0; t < 80; t += 1) {
      if (t < 16) w.push(view.getBigUint64(block + t * 8));
      else {
        const s0 = right64(w[t - 15], 1n) ^ right64(w[t - 15], 8n) ^ (w[t - 15] >> 7n);
        const s1 = right64(w[t - 2], 19n) ^ right64(w[t - 2], 61n) ^ (w[t - 2] >> 6n);
        w.push((w[t - 16] + s0 + w[t - 7] + s1) & M64);
      }
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let t = 0; t < 80; t += 1) {
      const s1 = right64(e, 14n) ^ right64(e, 18n) ^ right64(e, 41n);
      const t1 = h + s1 + ((e & f) ^ (~e & M64 & g)) + k512[t] + w[t];
      const s0 = right64(a, 28n) ^ right64(a, 34n) ^ right64(a, 39n);
      const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
      [a, b, c, d, e, f, g, h] = [(t1 + t2) & M64, a, b, c, (d + t1) & M64, e, f, g];
    }
    [a, b, c, d, e, f, g, h].forEach((word, at) => { state[at] = (state[at] + word) & M64; });
  }
  return output(state.flatMap((word) => [Number(word >> 32n), Number(word & 0xffffffffn)]), false);
}

const TURNS = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];

function md5(bytes) {
  const view = padded(bytes, 64, true);
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let block = 0; block < view.byteLength; block += 64) {
    let [a, b, c, d] = state;
    for (let t = 0; t < 64; t += 1) {
      const round = t >> 4;
      const [f, g] = [
        [(b & c) | (~b & d), t], [(d & b) | (~d & c), (5 * t + 1) % 16],
        [b ^ c ^ d, (3 * t + 5) % 16], [c ^ (b | ~d), (7 * t) % 16],
      ][round];
      const k = Math.floor(Math.abs(Math.sin(t + 1)) * 2 ** 32);
      const sum = (a + f + k + view.getInt32(block + g * 4, true)) | 0;
      [a, d, c, b] = [d, c, b, (b + left(sum, TURNS[round][t % 4])) | 0];
    }
    [a, b, c, d].forEach((word, at) => { state[at] = (state[at] + word) | 0; });
  }
  return output(state, true);
}

/// The digest of bytes, or nothing for a name that is not known here.
export function digest(name, bytes) {
  const known = { sha1, sha256, sha512, md5 };
  return Object.hasOwn(known, name) ? known[name](bytes) : undefined;
}
