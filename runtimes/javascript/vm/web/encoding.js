// TextEncoder and TextDecoder (Encoding Standard): UTF-8, and reading UTF-16 and Latin-1.

import { decode, encode } from '../core/host.js';

export class TextEncoder {
  get encoding() { return 'utf-8'; }
  encode(text = '') { return encode(String(text)); }

  encodeInto(text, target) {
    let [read, written] = [0, 0];
    for (const character of String(text)) {
      const bytes = encode(character);
      if (written + bytes.length > target.length) break;
      target.set(bytes, written);
      written += bytes.length;
      read += character.length;
    }
    return { read, written };
  }

  get [Symbol.toStringTag]() { return 'TextEncoder'; }
}

const LABELS = {
  'utf-8': 'utf-8', utf8: 'utf-8', 'utf-16le': 'utf-16le', 'utf-16': 'utf-16le', ucs2: 'utf-16le',
  latin1: 'windows-1252', ascii: 'windows-1252', 'iso-8859-1': 'windows-1252',
  'windows-1252': 'windows-1252',
};

/// How many bytes at the end begin a character that is not whole.
function unfinished(bytes) {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back];
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}

export class TextDecoder {
  #encoding;
  #isFatal;
  #keepsMark;
  #rest = new Uint8Array(0);
  #isStart = true;

  constructor(label = 'utf-8', { fatal = false, ignoreBOM = false } = {}) {
    this.#encoding = LABELS[String(label).trim().toLowerCase()];
    if (this.#encoding === undefined) {
      const error = new RangeError(`The "${label}" encoding is not supported`);
      error.code = 'ERR_ENCODING_NOT_SUPPORTED';
      throw error;
    }
    this.#isFatal = Boolean(fatal);
    this.#keepsMark = Boolean(ignoreBOM);
  }

  get encoding() { return this.#encoding; }
  get fatal() { return this.#isFatal; }
  get ignoreBOM() { return this.#keepsMark; }

  decode(input = new Uint8Array(0), { stream = false } = {}) {
    const given = ArrayBuffer.isView(input)
      ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength) : new Uint8Array(input);
    let bytes = given;
    if (this.#rest.length > 0) {
      bytes = new Uint8Array(this.#rest.length + given.length);
      bytes.set(this.#rest);
      bytes.set(given, this.#rest.length);
      this.#rest = new Uint8Array(0);
    }
    if (this.#encoding !== 'utf-8') return this.#other(bytes);
    if (stream) {
      const kept = unfinished(bytes);
      this.#rest = bytes.slice(bytes.length - kept);
      bytes = bytes.subarray(0, bytes.length - kept);
    }
    let text = decode(bytes, this.#isFatal);
    if (text === undefined) {
      const error = new TypeError('The encoded data was not valid for encoding utf-8');
      error.code = 'ERR_ENCODING_INVALID_ENCODED_DATA';
      throw error;
    }
    if (this.#isStart && !this.#keepsMark && text.startsWith('\ufeff')) text = text.slice(1);
    if (bytes.length > 0) this.#isStart = !stream;
    return text;
  }

  #other(bytes) {
    if (this.#encoding === 'windows-1252') return Array.from(bytes,
      (byte) => String.fromCharCode(byte)).join('');
    const words = [];
    for (let at = 0; at + 1 < bytes.length; at += 2) words.push(bytes[at] | (bytes[at + 1] << 8));
    return words.map((word) => String.fromCharCode(word)).join('');
  }

  get [Symbol.toStringTag]() { return 'TextDecoder'; }
}
