// `http.Server`: requests of a connection one after the other, their answers in the same order.

import { clearTimeout, setTimeout } from '../../core/timers.js';
import { Server as TcpServer } from '../net.js';
import { nodeError } from '../errors.js';
import { IncomingMessage } from './incoming.js';
import { OutgoingMessage } from './outgoing.js';
import { Parser } from './parser.js';
import { STATUS_CODES } from './status.js';

const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';

export class ServerResponse extends OutgoingMessage {
  #list;

  constructor(request) {
    super();
    this.req = request;
    this.statusCode = 200;
    this.statusMessage = undefined;
    this.sendDate = true;
    const { httpVersionMinor: minor, headers } = request;
    const wish = headers.connection ?? '';
    this.shouldKeepAlive = minor === 0 ? /keep-alive/i.test(wish) : !/close/i.test(wish);
    if (request.method === 'HEAD') this.hasBody = false;
  }

  writeHead(status, reason, headers) {
    if (this.headersSent) {
      throw nodeError(Error, 'ERR_HTTP_HEADERS_SENT',
        'Cannot write headers after they are sent to the client');
    }
    const code = Number(status) | 0;
    if (code < 100 || code > 999) {
      throw nodeError(RangeError, 'ERR_HTTP_INVALID_STATUS_CODE', `Invalid status code: ${status}`);
    }
    this.statusCode = code;
    this.statusMessage = typeof reason === 'string' ? reason : undefined;
    const given = typeof reason === 'string' ? headers : headers ?? reason;
    if (Array.isArray(given)) {
      const flat = given.flat();
      for (let at = 0; at < flat.length; at += 2) this.setHeader(flat[at], flat[at + 1]);
    } else if (given) for (const [name, value] of Object.entries(given)) this.setHeader(name,
      value);
    // Node sends the head with the first of the body; the status must be known until then.
    Object.defineProperty(this, 'isWritten', { value: true, enumerable: false,
      configurable: true });
    return this;
  }

  firstLine() {
    const status = this.statusCode;
    this.statusMessage ??= STATUS_CODES[status] ?? 'unknown';
    if (status === 204 || status === 304 || (status >= 100 && status < 200)) this.hasBody = false;
    return [`HTTP/1.1 ${status} ${this.statusMessage}`, this.#list];
  }

  addConnection(put, seen) {
    if (seen.has('connection')) return;
    const length = seen.has('content-length') || this.knownLength !== undefined || this.canChunk();
    if (!this.shouldKeepAlive || (!length && this.hasBody)) {
      this.shouldKeepAlive = false;
      put('Connection', 'close');
      return;
    }
    put('Connection', 'keep-alive');
    const idle = this.socket?.server?.keepAliveTimeout;
    if (idle) put('Keep-Alive', `timeout=${Math.floor(idle / 1000)}`);
  }

  canChunk() { return this.req.httpVersionMinor === 1; }

  writeContinue() { this.raw(CONTINUE, 'latin1'); }

  writeProcessing() { this.raw('HTTP/1.1 102 Processing\r\n\r\n', 'latin1'); }

  writeEarlyHints() {}

  assignSocket(socket) {
    this.socket = socket;
    socket._httpMessage = this;
    this.emit('socket', socket);
  }

  detachSocket(socket) {
    socket._httpMessage = null;
    this.socket = null;
  }
}

/// One connection of a server.
class Connection {
  #server;
  #socket;
  #parser;
  #request;
  /// Answers that have not been given yet; the first has the connection.
  #responses = [];
  #idle;
  #isUpgraded = false;

  constructor(server, socket) {
    this.#server = server;
    this.#socket = socket;
    this.#parser = new Parser('request', this);
    this.onData = (bytes) => this.#data(bytes);
    this.onEnd = () => this.#end();
    this.onClose = () => this.#close();
    this.onError = (error) => this.#clientError(error);
    this.onTimeout = () => this.#timeout();
    socket.on('data', this.onData).on('end', this.onEnd).on('close', this.onClose)
      .on('error', this.onError).on('timeout', this.onTimeout);
    if (server.timeout > 0) socket.setTimeout(server.timeout);
  }

  get isIdle() { return this.#responses.length === 0 && this.#parser.isBetween; }

  destroy() { this.#socket.destroy(); }

  #data(bytes) {
    clearTimeout(this.#idle);
    try {
      this.#parser.push(bytes);
    } catch (error) {
      if (error.reason === undefined) throw error;
      error.bytesParsed = bytes.length;
      error.rawPacket = bytes;
      this.#parser.stop();
      this.#clientError(error);
    }
  }

  #clientError(error) {
    const server = this.#server;
    const socket = this.#socket;
    if (server.listenerCount('clientError') > 0) {
      server.emit('clientError', error, socket);
      return;
    }
    if (socket.writable && error.reason !== undefined) {
      socket.write('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    }
    socket.destroy();
  }

  head(head) {
    const request = new IncomingMessage(this.#socket, head);
    const connection = request.headers.connection ?? '';
    const isUpgrade = request.headers.upgrade !== undefined && /upgrade/i.test(connection);
    const event = head.method === 'CONNECT' ? 'connect' : 'upgrade';
    if ((isUpgrade || event === 'connect') && this.#server.listenerCount(event) > 0) {
      this.#upgrade(event, request);
      return { kind: 'none' };
    }
    this.#request = request;
    const response = new ServerResponse(request);
    response.lastGiven = () => this.#answered(response);
    this.#responses.push(response);
    response.assignSocket(this.#socket);
    response.isHeld = this.#responses.length > 1;
    Object.defineProperty(response, 'isHeld', { enumerable: false });
    if (/100-continue/i.test(request.headers.expect ?? '')) {
      if (this.#server.listenerCount('checkContinue') > 0) {
        this.#server.emit('checkContinue', request, response);
        return undefined;
      }
      response.writeContinue();
    }
    this.#server.emit('request', request, response);
    return undefined;
  }

  body(bytes) { this.#request.take(bytes); }

  end() {
    const request = this.#request;
    if (request === undefined) return;
    request.complete = true;
    request.push(null);
    this.#request = undefined;
  }

  #upgrade(event, request) {
    const socket = this.#socket;
    this.#isUpgraded = true;
    request.complete = true;
    request.push(null);
    const head = this.#parser.stop();
    socket.removeListener('data', this.onData).removeListener('end', this.onEnd)
      .removeListener('close', this.onClose).removeListener('error', this.onError)
      .removeListener('timeout', this.onTimeout);
    this.#server.dropConnection(this);
    socket.readableFlowing = null;
    this.#server.emit(event, request, socket, head);
  }

  #answered(response) {
    globalThis.process.nextTick(() => {
      response.emit('prefinish');
      response.emit('finish');
      response.detachSocket(this.#socket);
      // A body that nobody wanted is read over, for the next request stands behind it.
      if (response.req.readableFlowing === null) response.req.resume();
      this.#responses.shift();
      globalThis.process.nextTick(() => response.emit('close'));
      if (!response.shouldKeepAlive) return void this.#socket.destroySoon();
      const [next] = this.#responses;
      if (next !== undefined) {
        next.release();
        if (next.finished) this.#answered(next);
      } else if (this.#server.isClosing) this.#socket.destroySoon();
      else this.#waitForNext();
    });
  }

  #waitForNext() {
    const idle = this.#server.keepAliveTimeout;
    if (idle > 0 && !this.#socket.destroyed) {
      this.#idle = setTimeout(() => this.#socket.destroySoon(), idle + 1000);
      this.#idle.unref();
    }
  }

  #end() {
    if (!this.#parser.end() && this.#request !== undefined) this.#abort();
    if (this.#responses.length === 0) this.#socket.end();
  }

  #abort() {
    const request = this.#request;
    this.#request = undefined;
    const error = new Error('aborted');
    error.code = 'ECONNRESET';
    request.destroy(request.listenerCount('error') > 0 ? error : undefined);
  }

  #timeout() {
    if (!this.#server.emit('timeout', this.#socket)) this.#socket.destroy();
  }

  #close() {
    clearTimeout(this.#idle);
    this.#server.dropConnection(this);
    if (this.#request !== undefined) this.#abort();
    for (const response of this.#responses.splice(0)) {
      Object.defineProperty(response, 'destroyed', { value: true, configurable: true });
      const { req } = response;
      if (!req.destroyed && !req.readableEnded) req.destroy();
      response.emit('close');
    }
  }
}

export class Server extends TcpServer {
  #open = new Set();

  constructor(options, listener) {
    const settings = typeof options === 'function' ? {} : options ?? {};
    super({ ...settings, allowHalfOpen: true });
    const onRequest = typeof options === 'function' ? options : listener;
    if (onRequest !== undefined) this.on('request', onRequest);
    this.timeout = 0;
    this.keepAliveTimeout = settings.keepAliveTimeout ?? 5000;
    this.headersTimeout = 60000;
    this.requestTimeout = 300000;
    this.maxHeadersCount = null;
    this.isClosing = false;
    Object.defineProperty(this, 'isClosing', { enumerable: false, writable: true });
    this.on('connection', (socket) => this.#open.add(new Connection(this, socket)));
  }

  dropConnection(connection) { this.#open.delete(connection); }

  close(callback) {
    this.isClosing = true;
    this.closeIdleConnections();
    return super.close(callback);
  }

  closeIdleConnections() {
    for (const connection of [...this.#open]) if (connection.isIdle) connection.destroy();
  }

  closeAllConnections() {
    for (const connection of [...this.#open]) connection.destroy();
  }

  setTimeout(ms, callback) {
    this.timeout = ms;
    if (callback !== undefined) this.on('timeout', callback);
    return this;
  }
}
