// A message that goes out: its head is written with the first of its body.

import { Buffer } from '../buffer.js';
import { nodeError } from '../errors.js';
import { clock, nextTick } from '../../core/loop.js';
import { wrongType } from '../events.js';
import { Writable } from '../stream.js';

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const FORBIDDEN = /[^\t\x20-\x7e\x80-\xff]/;

export function validateHeaderName(name) {
  if (typeof name === 'string' && TOKEN.test(name)) return;
  throw nodeError(TypeError, 'ERR_INVALID_HTTP_TOKEN',
    `Header name must be a valid HTTP token ["${name}"]`);
}

export function validateHeaderValue(name, value) {
  if (value === undefined) {
    throw nodeError(TypeError, 'ERR_HTTP_INVALID_HEADER_VALUE',
      `Invalid value "undefined" for header "${name}"`);
  }
  if (FORBIDDEN.test(String(value))) {
    throw nodeError(TypeError, 'ERR_INVALID_CHAR',
      `Invalid character in header content ["${name}"]`);
  }
}

export class OutgoingMessage extends Writable {
  #headers = new Map();
  #isChunked = false;
  #wasTold = false;

  constructor() {
    super({ decodeStrings: false, emitClose: false, autoDestroy: false });
    this.headersSent = false;
    this.sendDate = false;
    this.shouldKeepAlive = true;
    this.socket = null;
    this.finished = false;
    this.hasBody = true;
    this.trailers = [];
    this.waiting = [];
    for (const name of ['waiting', 'trailers', 'hasBody']) {
      Object.defineProperty(this, name, { enumerable: false, writable: true });
    }
  }

  get connection() { return this.socket; }

  get _header() { return this.headersSent ? this.head : null; }

  setHeader(name, value) {
    if (this.headersSent) {
      throw nodeError(Error, 'ERR_HTTP_HEADERS_SENT',
        'Cannot set headers after they are sent to the client');
    }
    validateHeaderName(name);
    for (const one of [value].flat()) validateHeaderValue(name, one);
    this.#headers.set(name.toLowerCase(), [name, value]);
    return this;
  }

  setHeaders(headers) {
    for (const [name, value] of headers) this.setHeader(name, value);
    return this;
  }

  appendHeader(name, value) {
    const present = this.getHeader(name);
    return this.setHeader(name, present === undefined ? value : [present, value].flat());
  }

  getHeader(name) { return this.#headers.get(String(name).toLowerCase())?.[1]; }

  hasHeader(name) { return this.#headers.has(String(name).toLowerCase()); }

  removeHeader(name) { this.#headers.delete(String(name).toLowerCase()); }

  getHeaderNames() { return [...this.#headers.keys()]; }

  getRawHeaderNames() { return [...this.#headers.values()].map(([name]) => name); }

  getHeaders() {
    const all = Object.create(null);
    for (const [name, [, value]] of this.#headers) all[name] = value;
    return all;
  }

  /// The fields that the program set and those that Node adds, in Node's order.
  fieldLines(list) {
    const lines = [];
    const seen = new Set();
    const put = (name, value) => {
      seen.add(name.toLowerCase());
      for (const one of [value].flat()) lines.push(`${name}: ${one}`);
    };
    if (list === undefined) for (const [name, value] of this.#headers.values()) put(name, value);
    else for (const [name, value] of list) put(name, value);
    const connection = lines.find((line) => /^connection:/i.test(line));
    if (connection !== undefined && /close/i.test(connection)) this.shouldKeepAlive = false;
    if (this.sendDate && !seen.has('date')) {
      put('Date', new Date(clock.epochMs + clock.ns / 1e6).toUTCString());
    }
    this.addConnection(put, seen);
    if (this.hasBody && !seen.has('content-length') && !seen.has('transfer-encoding')) {
      this.addLength(put);
    }
    this.#isChunked = lines.some((line) => /^transfer-encoding:.*chunked/i.test(line))
      && this.hasBody;
    return lines;
  }

  addLength(put) {
    if (this.knownLength !== undefined) put('Content-Length', this.knownLength);
    else if (this.canChunk()) put('Transfer-Encoding', 'chunked');
    else this.shouldKeepAlive = false;
  }

  canChunk() { return true; }

  sendHead(known) {
    if (this.headersSent) return;
    this.knownLength = known;
    const [first, list] = this.firstLine();
    this.head = `${[first, ...this.fieldLines(list)].join('\r\n')}\r\n\r\n`;
    Object.defineProperty(this, 'head', { enumerable: false });
    this.headersSent = true;
    this.raw(this.head, 'latin1');
  }

  flushHeaders() { this.sendHead(undefined); }

  /// To the connection, or into the queue until there is one.
  raw(chunk, encoding, callback) {
    if (this.socket === null || this.isHeld) {
      this.waiting.push([chunk, encoding, callback]);
      return false;
    }
    return this.socket.write(chunk, encoding, callback);
  }

  release() {
    this.isHeld = false;
    this.socket.cork();
    for (const [chunk, encoding, callback] of this.waiting.splice(0)) {
      this.socket.write(chunk, encoding, callback);
    }
    const { socket } = this;
    socket.uncork();
  }

  _write(chunk, encoding, callback) {
    this.#send(chunk, encoding, callback);
  }

  #send(chunk, encoding, callback) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk;
    this.socket?.cork();
    this.sendHead(undefined);
    if (!this.hasBody || bytes.length === 0) callback?.();
    else if (this.#isChunked) {
      this.raw(`${bytes.length.toString(16)}\r\n`, 'latin1');
      this.raw(bytes);
      this.raw('\r\n', 'latin1', callback);
    } else this.raw(bytes, undefined, callback);
    const { socket } = this;
    if (socket !== null) nextTick(() => socket.uncork(), []);
  }

  write(chunk, encoding, callback) {
    const done = typeof encoding === 'function' ? encoding : callback;
    if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) {
      throw wrongType('chunk', 'string or an instance of Buffer or Uint8Array', chunk);
    }
    if (this.finished) {
      const error = nodeError(Error, 'ERR_STREAM_WRITE_AFTER_END', 'write after end');
      nextTick(() => { done?.(error); this.emit('error', error); }, []);
      return false;
    }
    this.#send(chunk, typeof encoding === 'string' ? encoding : 'utf8', done ?? (() => {}));
    const room = (this.socket?.writableLength ?? 0) < 16384;
    if (!room && !this.#wasTold) {
      this.#wasTold = true;
      this.socket.once('drain', () => { this.#wasTold = false; this.emit('drain'); });
    }
    return room;
  }

  end(chunk, encoding, callback) {
    const done = [chunk, encoding, callback].find((arg) => typeof arg === 'function');
    const last = typeof chunk === 'function' || chunk === null ? undefined : chunk;
    if (this.finished) return this;
    if (done !== undefined) this.once('finish', done);
    const { socket } = this;
    socket?.cork();
    const bytes = last === undefined ? undefined
      : typeof last === 'string' ? Buffer.from(last, typeof encoding === 'string' ? encoding
        : 'utf8') : last;
    if (!this.headersSent) this.sendHead(bytes?.length ?? 0);
    if (bytes !== undefined && bytes.length > 0) this.#send(bytes, undefined, () => {});
    if (this.#isChunked) this.raw('0\r\n\r\n', 'latin1');
    this.finished = true;
    if (socket !== null) nextTick(() => socket.uncork(), []);
    this.lastGiven();
    return this;
  }

  get writableEnded() { return this.finished; }

  get writableFinished() { return this.finished && (this.socket?.writableLength ?? 0) === 0; }

  /// The end was given to the connection.
  lastGiven() {
    nextTick(() => {
      this.emit('prefinish');
      this.emit('finish');
    }, []);
  }

  addTrailers() {}

  setTimeout(ms, callback) {
    if (callback !== undefined) this.on('timeout', callback);
    if (this.socket !== null) this.socket.setTimeout(ms);
    else this.once('socket', (socket) => socket.setTimeout(ms));
    return this;
  }

  destroy(error) {
    if (this.destroyed) return this;
    Object.defineProperty(this, 'destroyed', { value: true, configurable: true });
    this.errored = error ?? null;
    if (this.socket !== null) this.socket.destroy(error);
    return this;
  }
}
Object.defineProperty(OutgoingMessage.prototype, 'errored', { value: null, writable: true });
