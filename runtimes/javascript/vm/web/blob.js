// Blob (File API §3) and the stream of its bytes.

import { decode, encode } from '../core/host.js';
import { streamOf } from './stream.js';

const inspectCustom = Symbol.for('nodejs.util.inspect.custom');

export function bytesOf(part) {
  if (part instanceof Blob) return Blob.bytes(part);
  if (part instanceof ArrayBuffer) return new Uint8Array(part);
  if (ArrayBuffer.isView(part)) return new Uint8Array(part.buffer, part.byteOffset,
    part.byteLength);
  return encode(String(part));
}

export function concat(list) {
  const all = new Uint8Array(list.reduce((sum, bytes) => sum + bytes.length, 0));
  let at = 0;
  for (const bytes of list) {
    all.set(bytes, at);
    at += bytes.length;
  }
  return all;
}

export class Blob {
  #bytes;
  #type;

  constructor(parts = [], { type = '' } = {}) {
    this.#bytes = concat([...parts].map(bytesOf));
    this.#type = String(type).toLowerCase();
  }

  static bytes(blob) { return blob.#bytes; }

  get size() { return this.#bytes.length; }
  get type() { return this.#type; }
  async arrayBuffer() { return this.#bytes.slice().buffer; }
  async bytes() { return this.#bytes.slice(); }
  async text() { return decode(this.#bytes); }
  stream() { return streamOf([this.#bytes.slice()]); }

  slice(start, end, type = '') { return new Blob([this.#bytes.slice(start, end)], { type }); }

  get [Symbol.toStringTag]() { return 'Blob'; }

  [inspectCustom](depth, options, inspect) {
    return `Blob ${inspect({ size: this.size, type: this.type }, options)}`;
  }
}

export class File extends Blob {
  #name;

  constructor(parts, name, options = {}) {
    super(parts, options);
    this.#name = String(name);
    this.lastModified = options.lastModified ?? Date.now();
  }

  get name() { return this.#name; }
  get [Symbol.toStringTag]() { return 'File'; }
}
