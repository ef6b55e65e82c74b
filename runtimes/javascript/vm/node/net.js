// `net`: TCP sockets and servers over the loop's ops.

import { addImmediate, newId, nextTick, op, unwatch, watch } from '../core/loop.js';
import { clearTimeout, setTimeout } from '../core/timers.js';
import { Buffer } from './buffer.js';
import { framesHere, nodeError, notHere, portOf, readFailure, systemError } from './errors.js';
import { EventEmitter } from './events.js';
import { Duplex } from './stream.js';

const OP = { listen: 1, connect: 2, write: 3, shutdown: 4, close: 5, pause: 6, resume: 7, option: 8,
  ref: 11, reset: 14,
  resolve: 15 };
const EVENT = { listening: 1, connection: 2, connected: 3, data: 4, end: 5, error: 6, written: 7 };
const BACKLOG = 511;
/// So much the kernel takes at once, as its smallest send buffer does: then a write is done when it
/// was asked for, as with libuv's first try. What is beyond waits to be told.
const TAKEN_AT_ONCE = 16 << 10;

export const isIPv4 = (text) => {
  const parts = String(text).split('.');
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part)
    && part <= 255);
};
export const isIPv6 = (text) => /^[0-9a-f:]*:[0-9a-f:.]*$/i.test(String(text))
  && String(text).includes(':');
export const isIP = (text) => (isIPv4(text) ? 4 : isIPv6(text) ? 6 : 0);

const familyOf = (address) => (isIPv6(address) ? 'IPv6' : 'IPv4');

/// `connect` and `listen` take what they take in many orders.
function normalize(args) {
  const callback = typeof args.at(-1) === 'function' ? args.at(-1) : undefined;
  const [first, second] = args;
  if (first !== null && typeof first === 'object') return [first, callback];
  if (typeof first === 'string' && !/^\d+$/.test(first)) return [{ path: first }, callback];
  const options = typeof first === 'function' ? {} : { port: first };
  if (typeof second === 'string') options.host = second;
  const backlog = args.slice(1).find((arg) => typeof arg === 'number');
  if (backlog !== undefined) options.backlog = backlog;
  return [options, callback];
}

export class Socket extends Duplex {
  #id = 0;
  #timer;
  #isPaused = false;
  #waiting = [];
  #given = 0;
  #isRef = true;
  #sawEnd = false;
  #resets = false;

  constructor(options = {}) {
    super({
      allowHalfOpen: Boolean(options.allowHalfOpen), emitClose: false, autoDestroy: true,
      decodeStrings: true, highWaterMark: options.highWaterMark, signal: options.signal,
    });
    this.connecting = false;
    this.bytesRead = 0;
    this._bytesWritten = 0;
    this.server = null;
    this._host = null;
    this.timeout = 0;
    for (const name of ['_bytesWritten', 'server', '_host']) hide(this, name);
    // Node reads on in `end()`: a socket that nobody reads would never see its peer's end.
    this.on('end', onEnd);
  }

  get pending() { return this.#id === 0 || this.connecting; }

  get readyState() {
    if (this.connecting) return 'opening';
    if (this.readable && this.writable) return 'open';
    if (this.readable) return 'readOnly';
    return this.writable ? 'writeOnly' : 'closed';
  }

  get bytesWritten() { return this._bytesWritten; }

  get bufferSize() { return this.writableLength; }

  get _handle() { return this.#id === 0 || this.destroyed ? null : this; }

  /// A connection that a server was given.
  adopt(id, remote, local) {
    this.#open(id, remote, local);
    watch(id, (kind, reader) => this.#hear(kind, reader));
  }

  #open(id, remote, local) {
    this.#id = id;
    this.remoteAddress = remote.address;
    this.remoteFamily = familyOf(remote.address);
    this.remotePort = remote.port;
    this.localAddress = local.address;
    this.localPort = local.port;
    this.localFamily = familyOf(local.address);
  }

  #hear(kind, reader) {
    this.#stir();
    switch (kind) {
      case EVENT.connected: return this.#connected(reader);
      case EVENT.data: return this.#data(reader.data());
      case EVENT.end:
        if (!this.#sawEnd) this.push(null);
        this.#sawEnd = true;
        if (this.readableLength === 0) this.read(0);
        return undefined;
      case EVENT.written: return this.#written(reader.u32());
      case EVENT.error: {
        const error = readFailure(reader);
        if (this.connecting && !error.address) error.address = this._host;
        return void this.destroy(error);
      }
      default: return undefined;
    }
  }

  #connected(reader) {
    const place = () => ({ address: reader.text(), port: reader.u16() });
    const remote = place();
    this.#open(this.#id, remote, place());
    this.connecting = false;
    this.emit('connect');
    this.emit('ready');
    if (!this.isPaused()) this.read(0);
  }

  #data(bytes) {
    this.bytesRead += bytes.length;
    const room = this.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
    if (!room && !this.#isPaused && this.#id !== 0) {
      this.#isPaused = true;
      op(OP.pause, this.#id);
    }
  }

  #written() {
    const done = this.#waiting.shift();
    if (done === undefined) return;
    this.#given -= done.length;
    done.callback?.();
  }

  connect(...args) {
    const [options, callback] = normalize(args);
    if (options.path !== undefined && options.port === undefined) throw notHere('A local socket');
    const port = portOf(options.port, 'Port');
    const host = options.host ?? 'localhost';
    if (callback !== undefined) this.once('connect', callback);
    if (this.destroyed) this._undestroy?.();
    this.connecting = true;
    this._host = host;
    this.#id = newId();
    watch(this.#id, (kind, reader) => this.#hear(kind, reader));
    op(OP.connect, this.#id).text(host).u16(port);
    if (!this.#isRef) op(OP.ref, this.#id).u8(0);
    if (options.noDelay) this.setNoDelay(true);
    if (options.timeout) this.setTimeout(options.timeout);
    return this;
  }

  _read() {
    if (this.#isPaused && this.#id !== 0) {
      this.#isPaused = false;
      op(OP.resume, this.#id);
    }
  }

  _write(chunk, _encoding, callback) {
    if (this.connecting) {
      this.once('connect', () => this._write(chunk, _encoding, callback));
      return;
    }
    if (this.#id === 0) return void callback(nodeError(Error, 'ERR_SOCKET_CLOSED',
      'Socket is closed'));
    this.#stir();
    this._bytesWritten += chunk.length;
    op(OP.write, this.#id).data(chunk);
    this.#given += chunk.length;
    const isTaken = this.#given <= TAKEN_AT_ONCE;
    this.#waiting.push({ length: chunk.length, callback: isTaken ? undefined : callback });
    if (isTaken) callback();
  }

  _writev(chunks, callback) {
    const all = chunks.map(({ chunk }) => (typeof chunk === 'string' ? Buffer.from(chunk) : chunk));
    this._write(all.length === 1 ? all[0] : Buffer.concat(all), undefined, callback);
  }

  _final(callback) {
    if (this.connecting) {
      this.once('connect', () => this._final(callback));
      return;
    }
    if (this.#id !== 0) op(OP.shutdown, this.#id);
    callback();
  }

  _destroy(error, callback) {
    this.connecting = false;
    clearTimeout(this.#timer);
    const id = this.#id;
    if (id === 0) {
      callback(error);
      nextTick(() => this.emit('close', Boolean(error)), []);
      return;
    }
    unwatch(id);
    op(this.#resets ? OP.reset : OP.close, id);
    this.#id = 0;
    // libuv tells of a closed handle at the end of the turn.
    addImmediate({ run: () => this.emit('close', Boolean(error)) });
    callback(error);
    this.server?.forget(this);
  }

  resetAndDestroy() {
    this.#resets = true;
    return this.destroy();
  }

  destroySoon() {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once('finish', () => this.destroy());
  }

  #stir() {
    if (this.#timer !== undefined && this.timeout > 0) this.#arm();
  }

  #arm() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.emit('timeout'), this.timeout).unref();
  }

  setTimeout(ms, callback) {
    this.timeout = ms;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (ms === 0) {
      if (callback !== undefined) this.removeListener('timeout', callback);
      return this;
    }
    if (callback !== undefined) this.once('timeout', callback);
    if (!this.destroyed) this.#arm();
    return this;
  }

  #option(which, value) {
    if (this.#id !== 0) op(OP.option, this.#id).u8(which).u32(value);
    return this;
  }

  setNoDelay(enable = true) { return this.#option(1, enable ? 1 : 0); }

  setKeepAlive(enable = false, delayMs = 0) {
    if (delayMs > 0) this.#option(3, delayMs);
    return this.#option(2, enable ? 1 : 0);
  }

  setEncoding(encoding) { return super.setEncoding(encoding); }

  pause() { return super.pause(); }

  address() {
    if (this.localAddress === undefined) return {};
    return { address: this.localAddress, family: this.localFamily, port: this.localPort };
  }

  #refer(isRef) {
    if (this.#isRef !== isRef && this.#id !== 0) op(OP.ref, this.#id).u8(isRef ? 1 : 0);
    this.#isRef = isRef;
    return this;
  }

  ref() { return this.#refer(true); }

  unref() { return this.#refer(false); }
}

function onEnd() {
  if (!this.allowHalfOpen) this.write = writeAfterEnd;
}

function writeAfterEnd(_chunk, encoding, callback) {
  const done = typeof encoding === 'function' ? encoding : callback;
  if (this.writableEnded) return Duplex.prototype.write.call(this, _chunk, encoding, callback);
  const error = new Error('This socket has been ended by the other party');
  error.code = 'EPIPE';
  if (typeof done === 'function') nextTick(done, [error]);
  this.destroy(error);
  return false;
}

function hide(object, name) {
  Object.defineProperty(object, name, { value: object[name], writable: true, enumerable: false });
}

export class Server extends EventEmitter {
  #id = 0;
  #address;
  #frames;
  #sockets = new Set();
  #isRef = true;

  constructor(options, listener) {
    super();
    const onConnection = typeof options === 'function' ? options : listener;
    const settings = typeof options === 'object' && options !== null ? options : {};
    if (onConnection !== undefined) this.on('connection', onConnection);
    this.allowHalfOpen = Boolean(settings.allowHalfOpen);
    this.pauseOnConnect = Boolean(settings.pauseOnConnect);
    this.noDelay = Boolean(settings.noDelay);
    this.keepAlive = Boolean(settings.keepAlive);
    this.maxConnections = undefined;
  }

  get listening() { return this.#id !== 0; }

  get _handle() { return this.#id === 0 ? null : this; }

  get connections() { return this.#sockets.size; }

  listen(...args) {
    const [options, callback] = normalize(args);
    if (this.#id !== 0) {
      throw nodeError(Error, 'ERR_SERVER_ALREADY_LISTEN',
        'Listen method has been called more than once without closing.');
    }
    if (callback !== undefined) this.once('listening', callback);
    if (options.path !== undefined && options.port === undefined) throw notHere('A local socket');
    this.#id = newId();
    this.#frames = framesHere();
    watch(this.#id, (kind, reader) => this.#hear(kind, reader));
    op(OP.listen, this.#id).text(options.host ?? '::').u16(portOf(options.port ?? 0))
      .u32(options.backlog ?? BACKLOG);
    if (!this.#isRef) op(OP.ref, this.#id).u8(0);
    options.signal?.addEventListener('abort', () => this.close());
    return this;
  }

  #hear(kind, reader) {
    const place = () => ({ address: reader.text(), port: reader.u16() });
    if (kind === EVENT.listening) {
      const { address, port } = place();
      this.#address = { address, family: familyOf(address), port };
      this.emit('listening');
    } else if (kind === EVENT.connection) {
      const id = reader.u32();
      const remote = place();
      this.#accept(id, remote, place());
    } else if (kind === EVENT.error) {
      unwatch(this.#id);
      this.#id = 0;
      this.emit('error', readFailure(reader, this.#frames));
    }
  }

  #accept(id, remote, local) {
    if (this.maxConnections !== undefined && this.#sockets.size >= this.maxConnections) {
      op(OP.close, id);
      this.emit('drop', { remoteAddress: remote.address, remotePort: remote.port });
      return;
    }
    const socket = new Socket({ allowHalfOpen: this.allowHalfOpen });
    socket.server = this;
    socket.adopt(id, remote, local);
    if (this.noDelay) socket.setNoDelay(true);
    this.#sockets.add(socket);
    if (this.pauseOnConnect) socket.pause();
    else socket.read(0);
    this.emit('connection', socket);
  }

  forget(socket) {
    this.#sockets.delete(socket);
    this.#closeIfDone();
  }

  address() { return this.#address ?? null; }

  getConnections(callback) { nextTick(callback, [null, this.#sockets.size]); }

  close(callback) {
    const wasOpen = this.#id !== 0;
    if (callback !== undefined) {
      if (wasOpen) this.once('close', callback);
      else this.once('close', () => callback(nodeError(Error, 'ERR_SERVER_NOT_RUNNING',
        'Server is not running.')));
    }
    if (wasOpen) {
      unwatch(this.#id);
      op(OP.close, this.#id);
      this.#id = 0;
      this.#address = undefined;
    }
    this.#closeIfDone();
    return this;
  }

  #closeIfDone() {
    if (this.#id !== 0 || this.#sockets.size > 0 || this._closing) return;
    Object.defineProperty(this, '_closing', { value: true, configurable: true });
    nextTick(() => {
      delete this._closing;
      this.emit('close');
    }, []);
  }

  [Symbol.asyncDispose ?? Symbol('asyncDispose')]() {
    return new Promise((resolve) => { this.close(resolve); });
  }

  #refer(isRef) {
    if (this.#isRef !== isRef && this.#id !== 0) op(OP.ref, this.#id).u8(isRef ? 1 : 0);
    this.#isRef = isRef;
    return this;
  }

  ref() { return this.#refer(true); }

  unref() { return this.#refer(false); }
}

/// Node's are called without `new` as well.
function callable(Class) {
  return new Proxy(Class, { apply: (target, self, args) => new target(...args) });
}

export function createServer(options, listener) {
  return new Server(options, listener);
}

export function connect(...args) {
  const [options] = normalize(args);
  return new Socket(options).connect(...args);
}

/// Addresses of a name: `done(error, list)`.
export function lookup(name, done) {
  if (isIP(name) !== 0) return void nextTick(done, [null, [name]]);
  const id = newId();
  watch(id, (kind, reader) => {
    unwatch(id);
    if (kind === EVENT.error) return void done(readFailure(reader));
    const list = reader.list(() => reader.text());
    if (list.length > 0) return void done(null, list);
    done(systemError('getaddrinfo', 'ENOTFOUND', -3008, name));
  });
  op(OP.resolve, id).text(name);
}

const CallableSocket = callable(Socket);
const CallableServer = callable(Server);

export default {
  Socket: CallableSocket, Stream: CallableSocket, Server: CallableServer, createServer, connect,
  createConnection: connect, isIP, isIPv4, isIPv6, lookup,
  getDefaultAutoSelectFamily: () => true, setDefaultAutoSelectFamily() {},
};
