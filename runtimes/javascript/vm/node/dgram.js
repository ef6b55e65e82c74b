// `dgram`: UDP.

import { addImmediate, newId, nextTick, op, unwatch, watch } from '../core/loop.js';
import { Buffer } from './buffer.js';
import { nodeError, notHere, portOf, readFailure } from './errors.js';
import { EventEmitter, wrongType } from './events.js';

const OP = { close: 5, ref: 11, bind: 12, send: 13 };
const EVENT = { listening: 1, error: 6, closed: 8, datagram: 10 };

export class Socket extends EventEmitter {
  #id = 0;
  #address;
  #remote;
  #waiting = [];
  #isClosed = false;

  constructor(type, listener) {
    super();
    const options = typeof type === 'string' ? { type } : type ?? {};
    if (options.type !== 'udp4' && options.type !== 'udp6') {
      throw nodeError(TypeError, 'ERR_SOCKET_BAD_TYPE',
        'Bad socket type specified. Valid types are: udp4, udp6');
    }
    this.type = options.type;
    if (listener !== undefined) this.on('message', listener);
  }

  #check() {
    if (this.#isClosed) throw nodeError(Error, 'ERR_SOCKET_DGRAM_NOT_RUNNING', 'Not running');
  }

  bind(...args) {
    this.#check();
    if (this.#id !== 0) throw nodeError(Error, 'ERR_SOCKET_ALREADY_BOUND',
      'Socket is already bound');
    const callback = args.find((arg) => typeof arg === 'function');
    if (callback !== undefined) this.once('listening', callback);
    const [first, second] = args;
    const options = first !== null && typeof first === 'object' ? first
      : { port: typeof first === 'function' ? 0 : first, address: second };
    const any = this.type === 'udp6' ? '::' : '0.0.0.0';
    this.#id = newId();
    watch(this.#id, (kind, reader) => this.#hear(kind, reader));
    const address = typeof options.address === 'string' ? options.address : any;
    op(OP.bind, this.#id).text(address).u16(portOf(options.port ?? 0));
    return this;
  }

  #hear(kind, reader) {
    if (kind === EVENT.listening) {
      const [address, port] = [reader.text(), reader.u16()];
      this.#address = { address, family: this.type === 'udp6' ? 'IPv6' : 'IPv4', port };
      this.emit('listening');
      for (const send of this.#waiting.splice(0)) send();
    } else if (kind === EVENT.datagram) {
      const [address, port, bytes] = [reader.text(), reader.u16(), reader.data()];
      const family = this.type === 'udp6' ? 'IPv6' : 'IPv4';
      const message = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
      this.emit('message', message, { address, family, port, size: bytes.length });
    } else if (kind === EVENT.error) {
      this.emit('error', readFailure(reader));
    }
  }

  /// `send(message, [offset, length,] [port] [, address] [, callback])`
  send(message, ...rest) {
    this.#check();
    const callback = typeof rest.at(-1) === 'function' ? rest.pop() : undefined;
    let bytes = bytesOf(message);
    const isSlice = typeof rest[0] === 'number' && typeof rest[1] === 'number'
      && (rest.length > 2 || this.#remote !== undefined);
    if (isSlice) {
      const [offset, length] = rest.splice(0, 2);
      bytes = bytes.subarray(offset, offset + length);
    }
    const port = this.#remote?.port ?? portOf(rest[0], 'Port');
    const host = this.#remote?.address ?? (typeof rest[1] === 'string' ? rest[1] : undefined)
      ?? (this.type === 'udp6' ? '::1' : '127.0.0.1');
    const go = () => {
      if (this.#isClosed) return;
      op(OP.send, this.#id).text(host).u16(port).data(bytes);
      if (callback !== undefined) addImmediate({ run: () => callback(null, bytes.length) });
    };
    if (this.#id === 0) this.bind(0);
    if (this.#address === undefined) this.#waiting.push(go);
    else go();
  }

  connect(port, address, callback) {
    const done = typeof address === 'function' ? address : callback;
    this.#remote = { port: portOf(port, 'Port'),
      address: typeof address === 'string' ? address : '127.0.0.1', family: 'IPv4' };
    if (done !== undefined) this.once('connect', done);
    if (this.#id === 0) this.bind(0);
    const tell = () => this.emit('connect');
    if (this.#address === undefined) this.#waiting.push(tell);
    else nextTick(tell, []);
  }

  disconnect() { this.#remote = undefined; }

  remoteAddress() { return this.#remote; }

  address() {
    if (this.#address === undefined) throw nodeError(Error, 'EBADF', 'getsockname EBADF');
    return this.#address;
  }

  close(callback) {
    this.#check();
    if (callback !== undefined) this.once('close', callback);
    this.#isClosed = true;
    const finish = () => {
      if (this.#id !== 0) {
        unwatch(this.#id);
        op(OP.close, this.#id);
      }
      addImmediate({ run: () => this.emit('close') });
    };
    if (this.#waiting.length > 0) this.#waiting.push(finish);
    else finish();
    return this;
  }

  #refer(isRef) {
    if (this.#id !== 0) op(OP.ref, this.#id).u8(isRef ? 1 : 0);
    return this;
  }

  ref() { return this.#refer(true); }

  unref() { return this.#refer(false); }

  setBroadcast() {}

  setTTL(ttl) { return ttl; }

  setMulticastTTL(ttl) { return ttl; }

  setMulticastLoopback(flag) { return flag; }

  addMembership() { throw notHere('Multicast'); }

  getRecvBufferSize() { return 212992; }

  getSendBufferSize() { return 212992; }

  setRecvBufferSize() {}

  setSendBufferSize() {}
}

function bytesOf(message) {
  if (typeof message === 'string') return Buffer.from(message);
  if (Array.isArray(message)) return Buffer.concat(message.map(bytesOf));
  if (ArrayBuffer.isView(message)) {
    return Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  }
  throw wrongType('buffer', 'string or an instance of Buffer, TypedArray, or DataView', message);
}

export const createSocket = (type, listener) => new Socket(type, listener);

export default { Socket, createSocket };
