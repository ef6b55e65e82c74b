// The bytes of ops and events: little-endian, texts and lists with their length before them.

import { decode, encode } from './host.js';

export class Writer {
  constructor() {
    this.bytes = new Uint8Array(1024);
    this.view = new DataView(this.bytes.buffer);
    this.length = 0;
  }

  reserve(count) {
    const wanted = this.length + count;
    if (wanted > this.bytes.length) {
      const bytes = new Uint8Array(Math.max(wanted, this.bytes.length * 2));
      bytes.set(this.bytes.subarray(0, this.length));
      this.bytes = bytes;
      this.view = new DataView(bytes.buffer);
    }
    const at = this.length;
    this.length = wanted;
    return at;
  }

  u8(value) {
    const at = this.reserve(1);
    this.view.setUint8(at, value);
    return this;
  }

  u16(value) {
    const at = this.reserve(2);
    this.view.setUint16(at, value, true);
    return this;
  }

  u32(value) {
    const at = this.reserve(4);
    this.view.setUint32(at, value, true);
    return this;
  }

  u64(value) {
    return this.u32(value % 2 ** 32).u32(Math.floor(value / 2 ** 32));
  }

  data(bytes) {
    this.u32(bytes.length);
    const at = this.reserve(bytes.length);
    this.bytes.set(bytes, at);
    return this;
  }

  text(text) {
    return this.data(encode(text));
  }

  list(items, write) {
    this.u32(items.length);
    for (const item of items) write(this, item);
    return this;
  }
}

export class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.at = 0;
  }

  u8() {
    return this.view.getUint8(this.at++);
  }

  u16() {
    this.at += 2;
    return this.view.getUint16(this.at - 2, true);
  }

  u32() {
    this.at += 4;
    return this.view.getUint32(this.at - 4, true);
  }

  i32() {
    this.at += 4;
    return this.view.getInt32(this.at - 4, true);
  }

  /// A copy: what is read outlives the events it came in.
  data() {
    const length = this.u32();
    this.at += length;
    return this.bytes.slice(this.at - length, this.at);
  }

  text() {
    return decode(this.data());
  }

  list(read) {
    const items = [];
    for (let left = this.u32(); left > 0; left -= 1) items.push(read(this));
    return items;
  }
}
