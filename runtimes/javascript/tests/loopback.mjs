// A reactor over Node's own sockets: a program in QuickJS talks to the real loopback, so it can be
// compared with the same program in Node. Time is the real one.
import dgram from 'node:dgram';
import net from 'node:net';
import zlib from 'node:zlib';
import { Runtime } from '../worker.js';

const CALL = { exit: 64, yield: 69, readLine: 70, reactor: 80 };
const OP_INPUT = 16;
const utf8 = new TextDecoder();

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.at = 0;
  }

  take(count) {
    this.at += count;
    return this.at - count;
  }

  u8() { return this.view.getUint8(this.take(1)); }
  u16() { return this.view.getUint16(this.take(2), true); }
  u32() { return this.view.getUint32(this.take(4), true); }
  i32() { return this.view.getInt32(this.take(4), true); }
  u64() { return this.u32() + this.u32() * 2 ** 32; }

  data() {
    const length = this.u32();
    const at = this.take(length);
    return this.bytes.slice(at, at + length);
  }

  text() { return utf8.decode(this.data()); }
}

const number = (length, method) => (value) => {
  const bytes = Buffer.alloc(length);
  bytes[method](value);
  return bytes;
};
const u8 = number(1, 'writeUInt8');
const u16 = number(2, 'writeUInt16LE');
const u32 = number(4, 'writeUInt32LE');
const i32 = number(4, 'writeInt32LE');
const data = (bytes) => Buffer.concat([u32(bytes.length), bytes]);
const text = (string) => data(Buffer.from(string));
const place = (address, port) => [text(address ?? ''), u16(port ?? 0)];

/// One process: `run()` is fulfilled with its status when it has ended.
export class Process {
  #runtime;
  #things = new Map();
  #events = [];
  #isWaiting = false;
  #nextId = 0x8000_0000;
  #begun = performance.now();
  #ended;
  out = '';
  err = '';
  notes = [];

  constructor(assets, start) {
    this.start = start;
    this.assets = assets;
    this.lines = [...start.stdin ?? []];
    this.#runtime = new Runtime((message) => this.#heard(message));
  }

  async run() {
    const ended = new Promise((resolve) => { this.#ended = resolve; });
    await this.#runtime.hear({ boot: { assets: this.assets } });
    this.#runtime.hear({ start: { reactorInput: true, ...this.start } });
    this.#turn(new Uint8Array(0));
    const status = await ended;
    for (const thing of this.#things.values()) thing.end?.();
    return status;
  }

  #turn(reply) {
    const now = Math.round((performance.now() - this.#begun) * 1e6);
    this.#runtime.hear({ turn: { thread: 0, reply, now } });
  }

  #heard({ call }) {
    if (call === undefined) return;
    for (const [fd, written] of call.out) {
      if (fd === 1) this.out += written;
      else if (fd === 2) this.err += written;
      else this.notes.push(written);
    }
    const reader = new Reader(call.bytes);
    const tag = reader.u8();
    if (tag === CALL.exit) this.#ended(reader.i32());
    else if (tag === CALL.yield) setTimeout(() => this.#turn(Buffer.concat([u8(0), i32(0)])), 0);
    else if (tag === CALL.readLine) {
      setTimeout(() => this.#turn(Buffer.concat([u8(0), text(this.lines.shift() ?? '')])), 5);
    } else this.#react(reader);
  }

  #react(reader) {
    reader.u32();
    for (let left = reader.u32(); left > 0; left -= 1) this.#op(reader);
    this.#isWaiting = true;
    this.#deliver();
  }

  #emit(id, kind, ...fields) {
    this.#events.push(Buffer.concat([u8(kind), u32(id), ...fields]));
    setImmediate(() => this.#deliver());
  }

  #deliver() {
    if (!this.#isWaiting) return;
    const isAlive = [...this.#things.values()].some(({ isRef = true, isDone }) => isRef && !isDone);
    if (this.#events.length === 0 && isAlive) return;
    this.#isWaiting = false;
    const events = this.#events.splice(0);
    setImmediate(() => this.#turn(Buffer.concat([
      u8(0), data(Buffer.concat([u32(events.length), ...events]))])));
  }

  #fail(id, error, fallback) {
    const { syscall = fallback, code, errno, address, port } = error;
    const thing = this.#things.get(id);
    if (thing) thing.isDone = true;
    this.#emit(id, 6, text(syscall), text(code), i32(errno), ...place(address, port));
  }

  #adopt(id, socket) {
    const thing = { socket, end: () => socket.destroy() };
    this.#things.set(id, thing);
    socket.on('data', (bytes) => this.#emit(id, 4, data(bytes)));
    socket.on('end', () => {
      thing.isDone = true;
      this.#emit(id, 5);
    });
    socket.on('error', (error) => this.#fail(id, error, 'read'));
  }

  #op(reader) {
    const [kind, id] = [reader.u8(), reader.u32()];
    reader.u32();
    if (kind >= 31) return this.#compress(kind, id, reader);
    const thing = this.#things.get(id);
    switch (kind) {
      case 1: return this.#listen(id, reader.text(), reader.u16(), reader.u32());
      case 2: return this.#connect(id, reader.text(), reader.u16());
      case 3: {
        const bytes = reader.data();
        return thing?.socket.write(bytes, () => this.#emit(id, 7, u32(bytes.length)));
      }
      case 4: return thing?.socket.end();
      case 5: case 14: return this.#close(id, kind === 14);
      case 6: return thing?.socket.pause();
      case 7: return thing?.socket.resume();
      case 8: return [reader.u8(), reader.u32()];
      case 9: return this.#timer(id, reader.u64());
      case 10: return this.#close(id);
      case 11: {
        const isRef = reader.u8() === 1;
        if (thing) thing.isRef = isRef;
        return undefined;
      }
      case 12: return this.#bind(id, reader.text(), reader.u16());
      case 13: {
        const [host, port] = [reader.text(), reader.u16()];
        thing.sending += 1;
        return thing.datagrams.send(reader.data(), port, host, () => thing.sent());
      }
      case OP_INPUT: return this.#input(id, reader.u8() === 1);
      default: throw new Error(`no op ${kind} over the loopback`);
    }
  }

  #listen(id, host, port, backlog) {
    const server = net.createServer({ allowHalfOpen: true });
    this.#things.set(id, { end: () => server.close() });
    server.on('error', (error) => this.#fail(id, error, 'listen'));
    server.on('connection', (socket) => {
      const born = this.#nextId;
      this.#nextId += 1;
      this.#emit(id, 2, u32(born), ...place(socket.remoteAddress, socket.remotePort),
        ...place(socket.localAddress, socket.localPort));
      this.#adopt(born, socket);
    });
    server.listen({ host, port, backlog }, () => {
      const { address, port: chosen } = server.address();
      this.#emit(id, 1, ...place(address, chosen));
    });
  }

  #connect(id, host, port) {
    const socket = net.connect({ host, port, allowHalfOpen: true, family: 4 });
    this.#adopt(id, socket);
    socket.on('connect', () => this.#emit(id, 3, ...place(socket.remoteAddress, socket.remotePort),
      ...place(socket.localAddress, socket.localPort)));
  }

  #close(id, resets = false) {
    const thing = this.#things.get(id);
    this.#things.delete(id);
    if (thing?.socket === undefined) return thing?.end();
    if (resets) return thing.socket.resetAndDestroy();
    return thing.socket.writableEnded ? thing.socket.destroySoon() : thing.socket.destroy();
  }

  #timer(id, ns) {
    const timer = setTimeout(() => {
      if (this.#things.get(id)?.timer !== timer) return;
      this.#things.delete(id);
      this.#emit(id, 9);
    }, ns / 1e6);
    this.#things.set(id, { timer, end: () => clearTimeout(timer) });
  }

  #bind(id, host, port) {
    const datagrams = dgram.createSocket('udp4');
    const thing = { datagrams, sending: 0, isClosing: false };
    // The real send looks the host up first: what was asked for goes out before the end.
    const closeIfDone = () => { if (thing.isClosing && thing.sending === 0) datagrams.close(); };
    thing.sent = () => { thing.sending -= 1; closeIfDone(); };
    thing.end = () => { thing.isClosing = true; closeIfDone(); };
    this.#things.set(id, thing);
    datagrams.on('error', (error) => this.#fail(id, error, 'bind'));
    datagrams.on('message', (bytes, from) =>
      this.#emit(id, 10, ...place(from.address, from.port), data(bytes)));
    datagrams.bind(port, host, () => {
      const { address, port: chosen } = datagrams.address();
      this.#emit(id, 1, ...place(address, chosen));
    });
  }

  #input(id, isOn) {
    const wasOn = this.#things.has(id);
    if (!isOn) this.#things.delete(id);
    else if (!wasOn) {
      this.#things.set(id, {});
      this.#nextLine(id);
    }
  }

  #nextLine(id) {
    setTimeout(() => {
      if (!this.#things.has(id)) return;
      const line = this.lines.shift() ?? '';
      this.#emit(id, 12, text(line));
      if (line === '') this.#things.delete(id);
      else this.#nextLine(id);
    }, 20);
  }

  #compress(kind, id, reader) {
    if (kind === 31) {
      const [inflates, windowBits, level] = [reader.u8() === 1, reader.u8(), reader.i32()];
      const stream = inflates ? zlib.createInflateRaw({ windowBits })
        : zlib.createDeflateRaw({ windowBits: windowBits || 15, level });
      const thing = { stream, isDone: true, chunks: [] };
      stream.on('data', (chunk) => thing.chunks.push(chunk));
      this.#things.set(id, thing);
      return;
    }
    const thing = this.#things.get(id);
    if (kind === 32) {
      const [bytes, flush] = [reader.data(), reader.u8()];
      thing.isDone = false;
      thing.stream.write(bytes, () => thing.stream.flush(flush, () => {
        thing.isDone = true;
        this.#emit(id, 31, data(Buffer.concat(thing.chunks.splice(0))), u8(1));
      }));
    } else if (kind === 33) thing?.stream.reset();
    else this.#things.delete(id);
  }
}
