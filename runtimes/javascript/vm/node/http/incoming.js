// A message that comes in: a request in a server, a response in a client.

import { Readable } from '../stream.js';

/// Of these a second one is left out; of all others the values are joined.
const SINGLE = new Set(('age authorization content-length content-type etag expires from host '
  + 'if-modified-since if-unmodified-since last-modified location max-forwards proxy-authorization '
  + 'referer retry-after server user-agent').split(' '));

function joined(rawHeaders) {
  const headers = {};
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at].toLowerCase();
    const value = rawHeaders[at + 1];
    if (name === 'set-cookie') (headers[name] ??= []).push(value);
    else if (headers[name] === undefined) headers[name] = value;
    else if (!SINGLE.has(name)) headers[name] += name === 'cookie' ? `; ${value}` : `, ${value}`;
  }
  return headers;
}

export class IncomingMessage extends Readable {
  constructor(socket, head) {
    super({ autoDestroy: true, highWaterMark: socket?.readableHighWaterMark });
    this.httpVersionMajor = head?.major ?? null;
    this.httpVersionMinor = head?.minor ?? null;
    this.httpVersion = head === undefined ? null : `${head.major}.${head.minor}`;
    this.complete = false;
    this.rawHeaders = head?.rawHeaders ?? [];
    this.rawTrailers = [];
    this.headers = joined(this.rawHeaders);
    this.trailers = {};
    this.aborted = false;
    this.url = head?.url ?? '';
    this.method = head?.method ?? null;
    this.statusCode = head?.status ?? null;
    this.statusMessage = head?.reason ?? null;
    this.socket = socket;
    this.client = socket;
  }

  get connection() { return this.socket; }

  get headersDistinct() {
    const all = Object.create(null);
    for (let at = 0; at < this.rawHeaders.length; at += 2) {
      (all[this.rawHeaders[at].toLowerCase()] ??= []).push(this.rawHeaders[at + 1]);
    }
    return all;
  }

  setTimeout(ms, callback) {
    if (callback !== undefined) this.on('timeout', callback);
    this.socket.setTimeout(ms);
    return this;
  }

  _read() {
    if (this.socket?.readable && this.isHeld) {
      this.isHeld = false;
      this.socket.resume();
    }
  }

  /// Bytes of the body; where nobody reads them, the connection waits.
  take(bytes) {
    if (!this.push(bytes) && !this.isHeld) {
      this.isHeld = true;
      this.socket.pause();
    }
  }

  _destroy(error, callback) {
    if (!this.readableEnded || !this.complete) {
      this.aborted = true;
      this.emit('aborted');
    }
    if (this.socket && !this.socket.destroyed && this.aborted) this.socket.destroy(error);
    callback(error);
  }
}
