// `http.request`: one request on a connection, which is kept for the next one.

import { nextTick } from '../../core/loop.js';
import { connect } from '../net.js';
import { nodeError } from '../errors.js';
import { EventEmitter } from '../events.js';
import { IncomingMessage } from './incoming.js';
import { OutgoingMessage } from './outgoing.js';
import { Parser } from './parser.js';

const FREE_MS = 5000;
const BODYLESS = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT']);

export class Agent extends EventEmitter {
  constructor(options = {}) {
    super();
    this.options = { noDelay: true, ...options };
    this.keepAlive = options.keepAlive ?? false;
    this.keepAliveMsecs = options.keepAliveMsecs ?? 1000;
    this.maxSockets = options.maxSockets ?? Infinity;
    this.maxFreeSockets = options.maxFreeSockets ?? 256;
    this.freeSockets = {};
    this.sockets = {};
    this.requests = {};
    this.defaultPort = 80;
    this.protocol = 'http:';
  }

  getName({ host = 'localhost', port = '', localAddress = '' } = {}) {
    return `${host}:${port}:${localAddress}`;
  }

  take(options) {
    const name = this.getName(options);
    const list = this.freeSockets[name] ?? [];
    while (list.length > 0) {
      const socket = list.pop();
      if (list.length === 0) delete this.freeSockets[name];
      if (socket.destroyed || !socket.writable) continue;
      socket.setTimeout(0);
      socket.ref();
      return [socket, true];
    }
    return [connect({ ...options, path: undefined }), false];
  }

  give(socket, options) {
    if (!this.keepAlive || socket.destroyed || !socket.writable) return void socket.destroySoon();
    const name = this.getName(options);
    (this.freeSockets[name] ??= []).push(socket);
    const leave = () => {
      const list = this.freeSockets[name];
      if (list?.includes(socket)) list.splice(list.indexOf(socket), 1);
      socket.destroy();
    };
    socket.removeAllListeners('timeout');
    socket.setTimeout(FREE_MS, leave);
    socket.once('end', leave);
    socket.on('error', () => {});
    socket.resume();
    socket.unref();
  }

  destroy() {
    for (const list of Object.values(this.freeSockets)) for (const socket of list) socket.destroy();
  }
}

export const globalAgent = new Agent({ keepAlive: true, timeout: FREE_MS });

function fromUrl(url) {
  const options = {
    protocol: url.protocol, hostname: url.hostname.replace(/^\[|\]$/g, ''), hash: url.hash,
    search: url.search, pathname: url.pathname, path: `${url.pathname}${url.search}`,
      href: url.href,
  };
  if (url.port !== '') options.port = Number(url.port);
  if (url.username || url.password) {
    options.auth = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  }
  return options;
}

export function requestOptions(input, options, callback) {
  const isUrl = typeof input === 'string' || input instanceof URL;
  const done = [options, callback].find((arg) => typeof arg === 'function');
  const more = typeof options === 'object' && options !== null ? options : {};
  if (!isUrl) return [{ ...input, ...more }, done];
  return [{ ...fromUrl(typeof input === 'string' ? new URL(input) : input), ...more }, done];
}

export class ClientRequest extends OutgoingMessage {
  #options;
  #parser;
  #response;
  #isDone = false;
  #isReused = false;

  constructor(input, more, callback) {
    super();
    const [options, done] = requestOptions(input, more, callback);
    const protocol = options.protocol ?? 'http:';
    if (protocol !== 'http:') {
      throw nodeError(TypeError, 'ERR_INVALID_PROTOCOL',
        `Protocol "${protocol}" not supported. Expected "http:"`);
    }
    this.method = (options.method ?? 'GET').toUpperCase();
    this.host = options.hostname ?? options.host ?? 'localhost';
    this.path = options.path ?? '/';
    if (/[^\x21-\xff]/.test(this.path)) {
      throw nodeError(TypeError, 'ERR_UNESCAPED_CHARACTERS',
        'Request path contains unescaped characters');
    }
    this.protocol = protocol;
    this.aborted = false;
    this.res = null;
    this.reusedSocket = false;
    this.agent = options.agent === undefined ? globalAgent : options.agent || new Agent();
    this.#options = { ...options, host: this.host,
      port: Number(options.port ?? options.defaultPort ?? 80) };
    if (done !== undefined) this.once('response', done);
    this.#setHeaders(options);
    this.hasBody = !BODYLESS.has(this.method) || this.hasHeader('content-length')
      || this.hasHeader('transfer-encoding');
    this.#signal(options.signal);
    if (options.timeout) this.setTimeout(options.timeout);
    this.#connect(options);
  }

  #setHeaders(options) {
    const given = options.headers ?? {};
    const list = Array.isArray(given) ? given : Object.entries(given);
    for (const [name, value] of list) this.setHeader(name, value);
    if (!this.hasHeader('host') && options.setHost !== false) {
      const { port } = this.#options;
      const named = this.host.includes(':') ? `[${this.host}]` : this.host;
      this.setHeader('Host', port === (options.defaultPort ?? 80) ? named : `${named}:${port}`);
    }
    if (options.auth && !this.hasHeader('authorization')) {
      this.setHeader('Authorization', `Basic ${btoa(options.auth)}`);
    }
    this.shouldKeepAlive = this.agent.keepAlive;
  }

  #signal(signal) {
    if (!signal) return;
    const abort = () => {
      const error = new Error('The operation was aborted', { cause: signal.reason });
      error.name = 'AbortError';
      error.code = 'ABORT_ERR';
      this.destroy(error);
    };
    if (signal.aborted) nextTick(abort, []);
    else signal.addEventListener('abort', abort, { once: true });
  }

  #connect(options) {
    const create = options.createConnection;
    const [socket, isReused] = create ? [create(this.#options), false]
      : this.agent.take(this.#options);
    this.#isReused = isReused;
    this.reusedSocket = isReused;
    nextTick(() => this.#attach(socket), []);
  }

  #attach(socket) {
    if (this.destroyed) {
      socket.destroy();
      return void this.#fail(this.errored ?? hangUp());
    }
    this.socket = socket;
    socket._httpMessage = this;
    this.#parser = new Parser('response', {
      head: (head) => this.#head(head),
      body: (bytes) => this.#response.take(bytes),
      end: () => { if (!this.#isDone && this.#response !== undefined) this.#responseEnd(); },
    });
    this.onData = (bytes) => this.#data(bytes);
    this.onEnd = () => this.#end();
    this.onClose = () => this.#close();
    this.onError = (error) => this.#fail(error);
    this.onTimeout = () => this.emit('timeout');
    this.onDrain = () => this.emit('drain');
    socket.on('data', this.onData).on('end', this.onEnd).on('close', this.onClose)
      .on('error', this.onError).on('timeout', this.onTimeout).on('drain', this.onDrain);
    this.emit('socket', socket);
    this.release();
  }

  #detach() {
    this.socket.removeListener('data', this.onData).removeListener('end', this.onEnd)
      .removeListener('close', this.onClose).removeListener('error', this.onError)
      .removeListener('timeout', this.onTimeout).removeListener('drain', this.onDrain);
    this.socket._httpMessage = null;
  }

  firstLine() { return [`${this.method} ${this.path} HTTP/1.1`, undefined]; }

  addConnection(put, seen) {
    if (!seen.has('connection')) put('Connection', this.shouldKeepAlive ? 'keep-alive' : 'close');
  }

  addLength(put) {
    if (this.knownLength !== undefined) put('Content-Length', this.knownLength);
    else put('Transfer-Encoding', 'chunked');
  }

  #data(bytes) {
    try {
      this.#parser.push(bytes);
    } catch (error) {
      if (error.reason === undefined) throw error;
      error.bytesParsed = 0;
      error.rawPacket = bytes;
      this.socket.destroy();
      this.#fail(error);
    }
  }

  #head(head) {
    if (head.status === 100) {
      this.emit('continue');
      return { kind: 'none' };
    }
    const response = new IncomingMessage(this.socket, head);
    response.req = this;
    Object.defineProperty(response, 'req', { enumerable: false });
    this.res = response;
    if (head.status === 101 || this.method === 'CONNECT') {
      this.#upgrade(response);
      return { kind: 'none' };
    }
    this.#response = response;
    const wish = response.headers.connection ?? '';
    this.canReuse = this.shouldKeepAlive && !/close/i.test(wish)
      && (head.minor === 1 || /keep-alive/i.test(wish));
    Object.defineProperty(this, 'canReuse', { enumerable: false });
    if (!this.emit('response', response)) response.resume();
    const isBodyless = this.method === 'HEAD' || head.status === 204 || head.status === 304;
    return isBodyless ? { kind: 'none' } : undefined;
  }

  #upgrade(response) {
    const event = this.method === 'CONNECT' ? 'connect' : 'upgrade';
    const { socket } = this;
    this.#isDone = true;
    this.upgradeOrConnect = true;
    response.complete = true;
    response.push(null);
    const head = this.#parser.stop();
    this.#detach();
    socket.readableFlowing = null;
    if (!this.emit(event, response, socket, head)) socket.destroy();
    nextTick(() => this.emit('close'), []);
  }

  #responseEnd() {
    const response = this.#response;
    response.complete = true;
    this.#isDone = true;
    this.#detach();
    const { socket } = this;
    response.once('end', () => {
      if (this.canReuse) this.agent.give(socket, this.#options);
      else socket.destroySoon();
      nextTick(() => this.emit('close'), []);
    });
    response.push(null);
  }

  #end() {
    if (this.#response !== undefined && this.#parser.end()) return;
    this.#close();
  }

  #close() {
    if (this.#isDone) return;
    if (this.#response !== undefined) {
      this.#isDone = true;
      const error = new Error('aborted');
      error.code = 'ECONNRESET';
      this.#response.destroy(this.#response.listenerCount('error') > 0 ? error : undefined);
      this.emit('close');
    } else this.#fail(hangUp());
  }

  #fail(error) {
    if (this.#isDone) return;
    if (this.#response !== undefined) return void this.#close();
    this.#isDone = true;
    this.emit('error', error);
    nextTick(() => this.emit('close'), []);
  }

  destroy(error) {
    if (this.destroyed) return this;
    Object.defineProperty(this, 'destroyed', { value: true, configurable: true });
    Object.defineProperty(this, 'errored', { value: error ?? null, configurable: true });
    if (this.res !== null && this.res !== undefined) this.res.destroy(error);
    else if (this.socket !== null) this.socket.destroy(error ?? undefined);
    return this;
  }

  abort() {
    if (this.aborted) return;
    this.aborted = true;
    nextTick(() => this.emit('abort'), []);
    this.destroy();
  }

  onSocket() {}

  setNoDelay(enable) { this.socket?.setNoDelay(enable); }

  setSocketKeepAlive(enable, delay) { this.socket?.setKeepAlive(enable, delay); }
}

function hangUp() {
  const error = new Error('socket hang up');
  error.code = 'ECONNRESET';
  return error;
}
