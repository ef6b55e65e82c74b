// Messages of HTTP/1.1 out of a stream of bytes: heads (RFC 9112 §2), bodies by length, by chunks
// or
// to the end (§6.3).

import { Buffer } from '../buffer.js';

const HEAD_MAX = 16 << 10;
const LINE_MAX = 16 << 10;

export class ParseError extends Error {
  constructor(code, reason) {
    super(`Parse Error: ${reason}`);
    this.code = code;
    this.reason = reason;
  }
}

/// `listener` is told `head(head)`, which answers whether a body follows and how; `body(bytes)`,
/// `end()`. After `stop()` the rest of the bytes is nobody's.
export class Parser {
  #kind;
  #listener;
  #rest = Buffer.alloc(0);
  #state = 'head';
  #left = 0;
  #isStopped = false;
  #trailers = 0;

  constructor(kind, listener) {
    this.#kind = kind;
    this.#listener = listener;
  }

  get isBetween() { return this.#state === 'head' && this.#rest.length === 0; }

  /// What is left belongs to another protocol.
  stop() {
    this.#isStopped = true;
    const rest = this.#rest;
    this.#rest = Buffer.alloc(0);
    return rest;
  }

  push(bytes) {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    while (!this.#isStopped && this.#rest.length > 0 && this.#step());
  }

  /// The peer's end: what reached to the end is whole now.
  end() {
    if (this.#state === 'toEnd') {
      this.#state = 'head';
      this.#listener.end();
      return true;
    }
    return this.isBetween;
  }

  #step() {
    switch (this.#state) {
      case 'head': return this.#head();
      case 'length': return this.#byLength();
      case 'toEnd': return this.#body(this.#rest.length);
      case 'chunk': return this.#chunkSize();
      case 'chunkData': return this.#chunkData();
      default: return this.#trailer();
    }
  }

  #take(count) {
    const taken = this.#rest.subarray(0, count);
    this.#rest = this.#rest.subarray(count);
    return taken;
  }

  #body(count) {
    this.#listener.body(Buffer.from(this.#take(count)));
    return true;
  }

  #finish() {
    this.#state = 'head';
    this.#listener.end();
    return true;
  }

  #head() {
    // A server may leave out what comes before a request: empty lines (RFC 9112 §2.2).
    while (this.#rest[0] === 13 && this.#rest[1] === 10) this.#take(2);
    const end = this.#rest.indexOf('\r\n\r\n');
    if (end > HEAD_MAX || (end < 0 && this.#rest.length > HEAD_MAX)) {
      throw new ParseError('HPE_HEADER_OVERFLOW', 'Header overflow');
    }
    if (end < 0) {
      this.#refuseEarly();
      return false;
    }
    const head = parseHead(this.#take(end + 4).toString('latin1', 0, end), this.#kind);
    const how = this.#listener.head(head);
    if (this.#isStopped) return false;
    return this.#follow(how ?? bodyOf(head, this.#kind));
  }

  /// What can be no request is refused before its head is whole, as Node does.
  #refuseEarly() {
    const start = this.#rest.toString('latin1', 0, 8);
    const wanted = this.#kind === 'request' ? /^[A-Z-]+( |$)/ : /^H(T(T(P(\/|$)|$)|$)|$)/;
    if (wanted.test(start)) return;
    if (this.#kind === 'request') throw new ParseError('HPE_INVALID_METHOD',
      'Invalid method encountered');
    throw new ParseError('HPE_INVALID_CONSTANT', 'Expected HTTP/');
  }

  #follow({ kind, length }) {
    if (kind === 'none' || (kind === 'length' && length === 0)) return this.#finish();
    this.#left = length;
    this.#state = kind;
    return true;
  }

  #byLength() {
    const count = Math.min(this.#left, this.#rest.length);
    this.#left -= count;
    this.#body(count);
    return this.#left === 0 ? this.#finish() : true;
  }

  #line() {
    const end = this.#rest.indexOf('\r\n');
    if (end < 0) {
      if (this.#rest.length > LINE_MAX) throw new ParseError('HPE_INVALID_CHUNK_SIZE',
        'Chunk overflow');
      return undefined;
    }
    return this.#take(end + 2).toString('latin1', 0, end);
  }

  #chunkSize() {
    const line = this.#line();
    if (line === undefined) return false;
    const size = line.split(';')[0].trim();
    if (!/^[0-9a-f]{1,8}$/i.test(size)) {
      throw new ParseError('HPE_INVALID_CHUNK_SIZE', 'Invalid character in chunk size');
    }
    this.#left = Number.parseInt(size, 16);
    this.#state = this.#left === 0 ? 'trailer' : 'chunkData';
    return true;
  }

  #chunkData() {
    if (this.#left > 0) {
      const count = Math.min(this.#left, this.#rest.length);
      this.#left -= count;
      return this.#body(count);
    }
    if (this.#rest.length < 2) return false;
    this.#take(2);
    this.#state = 'chunk';
    return true;
  }

  #trailer() {
    const line = this.#line();
    if (line === undefined) return false;
    this.#trailers += line.length;
    if (this.#trailers > HEAD_MAX) throw new ParseError('HPE_HEADER_OVERFLOW', 'Header overflow');
    return line === '' ? this.#finish() : true;
  }
}

function parseHead(text, kind) {
  const [first, ...lines] = text.split('\r\n');
  const rawHeaders = [];
  for (const line of lines) {
    const found = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/s.exec(line);
    if (found === null) throw new ParseError('HPE_INVALID_HEADER_TOKEN', 'Invalid header token');
    rawHeaders.push(found[1], found[2]);
  }
  if (kind === 'request') {
    const found = /^([A-Z-]+) (\S+) HTTP\/(\d)\.(\d)$/.exec(first);
    if (found === null) {
      const isMethod = /^[A-Z-]+ /.test(first);
      throw isMethod ? new ParseError('HPE_INVALID_CONSTANT', 'Expected HTTP/')
        : new ParseError('HPE_INVALID_METHOD', 'Invalid method encountered');
    }
    return { method: found[1], url: found[2], major: +found[3], minor: +found[4], rawHeaders };
  }
  const found = /^HTTP\/(\d)\.(\d) (\d{3})(?: (.*))?$/s.exec(first);
  if (found === null) throw new ParseError('HPE_INVALID_CONSTANT', 'Expected HTTP/');
  return {
    status: +found[3], reason: found[4] ?? '', major: +found[1], minor: +found[2], rawHeaders,
  };
}

function field(head, name) {
  for (let at = 0; at < head.rawHeaders.length; at += 2) {
    if (head.rawHeaders[at].toLowerCase() === name) return head.rawHeaders[at + 1];
  }
  return undefined;
}

function bodyOf(head, kind) {
  if (/chunked\s*$/i.test(field(head, 'transfer-encoding') ?? '')) return { kind: 'chunk',
    length: 0 };
  const length = field(head, 'content-length');
  if (length !== undefined) {
    if (!/^\d{1,15}$/.test(length)) {
      throw new ParseError('HPE_INVALID_CONTENT_LENGTH', 'Invalid character in Content-Length');
    }
    return { kind: 'length', length: Number(length) };
  }
  return kind === 'request' ? { kind: 'none' } : { kind: 'toEnd' };
}
