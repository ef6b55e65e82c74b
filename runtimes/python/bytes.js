// Calls and replies as bytes, little-endian: what crosses between a program and the machine.

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const TAG = {
  socket: 1, socketpair: 2, bind: 3, listen: 4, accept4: 5, connect: 6, send: 7, recvmsg: 8,
  shutdown: 9, close: 10, dup: 11, dup2: 12, setFlags: 13, getFlags: 14, setsockopt: 15,
  getsockopt: 16, getsockname: 17, getpeername: 18, poll: 19, nanosleep: 24, exit: 64,
  threadStart: 65, threadEnd: 66, lockWait: 67, lockWake: 68, yield: 69, readLine: 70,
  resolve: 71, mode: 73,
};

const AF_UNIX = 1;
const AF_INET = 2;

/** Writes one call. */
export class Call {
  constructor(tag) {
    this.bytes = new Uint8Array(64);
    this.view = new DataView(this.bytes.buffer);
    this.length = 0;
    this.u8(tag);
  }

  room(more) {
    if (this.length + more <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.bytes.length, this.length + more));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
    this.view = new DataView(larger.buffer);
  }

  u8(value) {
    this.room(1);
    this.bytes[this.length] = value;
    this.length += 1;
    return this;
  }

  u16(value) {
    this.room(2);
    this.view.setUint16(this.length, value, true);
    this.length += 2;
    return this;
  }

  u32(value) {
    this.room(4);
    this.view.setUint32(this.length, value, true);
    this.length += 4;
    return this;
  }

  /** The same four bytes, signed or not. */
  i32(value) {
    return this.u32(value);
  }

  i64(value) {
    this.room(8);
    this.view.setBigInt64(this.length, BigInt(value), true);
    this.length += 8;
    return this;
  }

  raw(bytes) {
    this.room(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
    return this;
  }

  data(bytes) {
    return this.u32(bytes.length).raw(bytes);
  }

  text(text) {
    return this.data(encoder.encode(text));
  }

  /** A `struct sockaddr` as C lays it out; none where there is none. */
  sockaddr(bytes) {
    if (bytes.length < 2) return this.u8(0);
    const family = bytes[0] | (bytes[1] << 8);
    if (family === AF_INET && bytes.length >= 8) {
      return this.u8(2).raw(bytes.subarray(4, 8)).u16((bytes[2] << 8) | bytes[3]);
    }
    if (family === AF_UNIX) return this.unix(bytes.subarray(2));
    return this.u8(3).i32(family);
  }

  // A name that begins with NUL is abstract and as long as it is given (unix(7)).
  unix(name) {
    if (name.length === 0) return this.u8(1).u8(0).text('');
    if (name[0] === 0) return this.u8(1).u8(2).data(name.subarray(1));
    const end = name.indexOf(0);
    return this.u8(1).u8(1).data(end < 0 ? name : name.subarray(0, end));
  }

  finish() {
    return this.bytes.slice(0, this.length);
  }
}

/** Reads one reply, behind its first byte. */
export class Reply {
  constructor(bytes) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = 1;
  }

  u8() {
    this.at += 1;
    return this.view.getUint8(this.at - 1);
  }

  u16() {
    this.at += 2;
    return this.view.getUint16(this.at - 2, true);
  }

  i32() {
    this.at += 4;
    return this.view.getInt32(this.at - 4, true);
  }

  u32() {
    this.at += 4;
    return this.view.getUint32(this.at - 4, true);
  }

  i64() {
    this.at += 8;
    return this.view.getBigInt64(this.at - 8, true);
  }

  data() {
    const length = this.u32();
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  text() {
    return decoder.decode(this.data());
  }

  /** An address as the bytes of a `struct sockaddr`. */
  sockaddr() {
    const kind = this.u8();
    if (kind === 1) {
      const named = this.u8();
      const name = this.data();
      const head = named === 2 ? [AF_UNIX, 0, 0] : [AF_UNIX, 0];
      const tail = named === 1 ? [0] : [];
      return new Uint8Array([...head, ...name, ...tail]);
    }
    if (kind === 2) {
      const octets = [this.u8(), this.u8(), this.u8(), this.u8()];
      const port = this.u16();
      return new Uint8Array([AF_INET, 0, port >> 8, port & 255, ...octets, 0, 0, 0, 0, 0, 0, 0, 0]);
    }
    if (kind === 3) {
      const family = this.i32();
      return new Uint8Array([family & 255, family >> 8]);
    }
    return new Uint8Array(0);
  }
}
