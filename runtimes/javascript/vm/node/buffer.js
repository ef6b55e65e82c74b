// `buffer`: npm's, with the slow ways between bytes and text handed to the outside.

import * as npm from 'npm:buffer';
import { decode, encode } from '../core/host.js';

const { Buffer, SlowBuffer, kMaxLength, INSPECT_MAX_BYTES } = npm;
const UTF8 = /^utf-?8$/i;

function asBuffer(bytes) {
  return Object.setPrototypeOf(bytes, Buffer.prototype);
}

const from = Buffer.from;
Buffer.from = function fromAnything(value, encoding, length) {
  if (typeof value === 'string' && (encoding === undefined || UTF8.test(encoding))) {
    return asBuffer(encode(value));
  }
  return from(value, encoding, length);
};

const toString = Buffer.prototype.toString;
Buffer.prototype.toString = function asText(encoding, start = 0, end = this.length) {
  if (encoding === undefined || UTF8.test(encoding)) {
    const from = Math.max(0, start);
    return end <= from ? '' : decode(this.subarray(from, Math.min(end, this.length)));
  }
  return toString.call(this, encoding, start, end);
};
Object.defineProperty(Buffer.prototype.toString, 'name', { value: 'toString' });
Object.defineProperty(Buffer.from, 'name', { value: 'from' });

const byteLength = Buffer.byteLength;
Buffer.byteLength = function lengthOf(value, encoding) {
  if (typeof value === 'string' && (encoding === undefined || UTF8.test(encoding))) {
    return encode(value).length;
  }
  return byteLength(value, encoding);
};

Buffer.prototype[Symbol.for('nodejs.util.inspect.custom')] = function shown() {
  const most = INSPECT_MAX_BYTES;
  let text = '';
  for (let at = 0; at < Math.min(most, this.length); at += 1) {
    text += ` ${this[at].toString(16).padStart(2, '0')}`;
  }
  const rest = this.length - most;
  if (rest > 0) text += ` ... ${rest} more byte${rest > 1 ? 's' : ''}`;
  return `<${this.constructor.name}${text === '' ? ' ' : text}>`;
};

Buffer.poolSize = 8192;

export const isUtf8 = (bytes) => decode(bytes, true) !== undefined;
export const isAscii = (bytes) => bytes.every((byte) => byte < 128);
export const constants = { MAX_LENGTH: kMaxLength, MAX_STRING_LENGTH: 536870888 };
export { Buffer, SlowBuffer, kMaxLength, INSPECT_MAX_BYTES };

export default {
  Buffer, SlowBuffer, kMaxLength, INSPECT_MAX_BYTES, constants, isUtf8, isAscii,
  kStringMaxLength: constants.MAX_STRING_LENGTH,
  atob: globalThis.atob, btoa: globalThis.btoa,
};
