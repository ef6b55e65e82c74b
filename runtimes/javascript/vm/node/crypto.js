// `crypto`: digests, random bytes, and comparing in constant time. Nothing here keeps a secret.

import { digest } from '../core/host.js';
import { nextTick } from '../core/loop.js';
import { randomByte } from '../core/random.js';
import { Buffer } from './buffer.js';
import { nodeError, notHere } from './errors.js';
import { Transform } from './stream.js';

const BLOCK = { sha512: 128, sha384: 128 };

class Hash extends Transform {
  #name;
  #chunks = [];
  #isDone = false;

  constructor(name) {
    super();
    this.#name = String(name).toLowerCase().replace('sha-', 'sha');
    if (digest(this.#name, new Uint8Array(0)) === undefined) {
      throw nodeError(Error, 'ERR_OSSL_EVP_UNSUPPORTED', 'Digest method not supported');
    }
  }

  update(data, encoding) {
    if (this.#isDone) throw nodeError(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
    this.#chunks.push(typeof data === 'string' ? Buffer.from(data, encoding)
      : Buffer.from(data.buffer, data.byteOffset, data.byteLength));
    return this;
  }

  digest(encoding) {
    if (this.#isDone) throw nodeError(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
    this.#isDone = true;
    const bytes = digest(this.#name, Buffer.concat(this.#chunks));
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    return encoding === undefined || encoding === 'buffer' ? buffer : buffer.toString(encoding);
  }

  copy() {
    const other = new Hash(this.#name);
    other.update(Buffer.concat(this.#chunks));
    return other;
  }

  _transform(chunk, encoding, callback) {
    this.update(chunk, encoding);
    callback();
  }

  _flush(callback) {
    this.push(this.digest());
    callback();
  }
}

/// HMAC (RFC 2104 §2).
class Hmac {
  #inner;
  #outer;

  constructor(name, key) {
    const size = BLOCK[name] ?? 64;
    let bytes = typeof key === 'string' ? Buffer.from(key) : Buffer.from(key);
    if (bytes.length > size) bytes = new Hash(name).update(bytes).digest();
    const padded = Buffer.concat([bytes, Buffer.alloc(size - bytes.length)]);
    this.#inner = new Hash(name).update(padded.map((byte) => byte ^ 0x36));
    this.#outer = new Hash(name).update(padded.map((byte) => byte ^ 0x5c));
  }

  update(data, encoding) {
    this.#inner.update(data, encoding);
    return this;
  }

  digest(encoding) {
    return this.#outer.update(this.#inner.digest()).digest(encoding);
  }
}

function randomFillSync(target, offset = 0, size = undefined) {
  const bytes = ArrayBuffer.isView(target)
    ? new Uint8Array(target.buffer, target.byteOffset, target.byteLength) : new Uint8Array(target);
  const end = size === undefined ? bytes.length : offset + size;
  for (let at = offset; at < end; at += 1) bytes[at] = randomByte();
  return target;
}

function randomBytes(size, callback) {
  const bytes = randomFillSync(Buffer.alloc(size));
  if (callback === undefined) return bytes;
  return void nextTick(callback, [null, bytes]);
}

function randomInt(min, max, callback) {
  const [low, high] = max === undefined || typeof max === 'function' ? [0, min] : [min, max];
  const value = low + Math.floor(Math.random() * (high - low));
  const done = typeof max === 'function' ? max : callback;
  return done === undefined ? value : void nextTick(done, [null, value]);
}

export function randomUUID() {
  const bytes = randomBytes(16);
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function timingSafeEqual(one, other) {
  if (one.byteLength !== other.byteLength) {
    throw nodeError(RangeError, 'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH',
      'Input buffers must have the same byte length');
  }
  let difference = 0;
  for (let at = 0; at < one.length; at += 1) difference |= one[at] ^ other[at];
  return difference === 0;
}

export const webcrypto = {
  getRandomValues: (target) => randomFillSync(target),
  randomUUID,
  subtle: {
    async digest(name, data) {
      const bytes = digest(String(name.name ?? name).toLowerCase().replace('-', ''),
        data instanceof ArrayBuffer ? new Uint8Array(data)
          : new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
      if (bytes === undefined) throw new DOMException('Unrecognized algorithm name',
        'NotSupportedError');
      return bytes.buffer;
    },
  },
};

const missing = (name) => () => { throw notHere(`crypto.${name}`); };

export default {
  createHash: (name) => new Hash(name),
  createHmac: (name, key) => new Hmac(String(name).toLowerCase(), key),
  hash: (name, data, encoding = 'hex') => new Hash(name).update(data).digest(encoding),
  getHashes: () => ['md5', 'sha1', 'sha256', 'sha384', 'sha512'],
  randomBytes, randomFillSync, randomInt, randomUUID, timingSafeEqual, webcrypto, Hash, Hmac,
  randomFill(target, ...rest) {
    randomFillSync(target);
    nextTick(rest.at(-1), [null, target]);
  },
  getRandomValues: webcrypto.getRandomValues,
  subtle: webcrypto.subtle,
  constants: {},
  createCipheriv: missing('createCipheriv'), createDecipheriv: missing('createDecipheriv'),
  createSign: missing('createSign'), createVerify: missing('createVerify'),
  generateKeyPairSync: missing('generateKeyPairSync'), scryptSync: missing('scryptSync'),
  pbkdf2Sync: missing('pbkdf2Sync'),
};
