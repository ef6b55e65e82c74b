// WebSocket as a browser has it (WebSockets Standard §3), over the lab's network process.

import { encode } from '../core/host.js';
import { newId, op, unwatch, watch } from '../core/loop.js';
import { Blob, bytesOf } from './blob.js';
import { CloseEvent, Event, EventTarget, handlers, MessageEvent, trust } from './events.js';
import { page } from './page.js';
import { URL } from './url.js';

const OP = { open: 20, send: 21, close: 22 };
const EVENT = { opened: 20, message: 21, closed: 22, error: 23, sent: 24 };
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const REASON_MAX = 123;

const fault = (name, said) => new DOMException(said, name);

function urlOf(text) {
  let url;
  try {
    url = new URL(text, page.href);
  } catch {
    throw fault('SyntaxError', `Failed to construct 'WebSocket': The URL '${text}' is invalid.`);
  }
  if (url.protocol === 'http:') url.protocol = 'ws:';
  else if (url.protocol === 'https:') url.protocol = 'wss:';
  if (url.protocol !== 'ws:' && url.protocol !== 'wss:') {
    throw fault('SyntaxError', "Failed to construct 'WebSocket': The URL's scheme must be either "
      + `'http', 'https', 'ws', or 'wss'. '${url.protocol.slice(0, -1)}' is not allowed.`);
  }
  if (url.hash !== '' || url.href.endsWith('#')) {
    throw fault('SyntaxError', "Failed to construct 'WebSocket': The URL contains a fragment "
      + `identifier ('${url.hash.slice(1)}'). Fragment identifiers are not allowed in WebSocket `
      + 'URLs.');
  }
  return url;
}

function protocolsOf(given) {
  const list = typeof given === 'string' ? [given] : [...given].map(String);
  const seen = new Set();
  for (const name of list) {
    if (!TOKEN.test(name)) {
      throw fault('SyntaxError',
        `Failed to construct 'WebSocket': The subprotocol '${name}' is invalid.`);
    }
    if (seen.has(name)) {
      throw fault('SyntaxError',
        `Failed to construct 'WebSocket': The subprotocol '${name}' is duplicated.`);
    }
    seen.add(name);
  }
  return list;
}

export class WebSocket extends EventTarget {
  #id = newId();
  #url;
  #state = 0;
  #binaryType = 'blob';
  #buffered = 0;
  #protocol = '';
  #extensions = '';

  constructor(url, protocols = []) {
    super();
    if (arguments.length === 0) {
      throw new TypeError(
        "Failed to construct 'WebSocket': 1 argument required, but only 0 present.");
    }
    this.#url = urlOf(String(url));
    const isOptions = typeof protocols === 'object' && protocols !== null
      && typeof protocols[Symbol.iterator] !== 'function';
    const list = protocolsOf(isOptions ? protocols.protocols ?? [] : protocols);
    watch(this.#id, (kind, reader) => this.#hear(kind, reader));
    op(OP.open, this.#id).text(this.#url.href).text(list.join(',')).text(page.origin);
  }

  get url() { return this.#url.href; }
  get readyState() { return this.#state; }
  get bufferedAmount() { return this.#buffered; }
  get extensions() { return this.#extensions; }
  get protocol() { return this.#protocol; }
  get binaryType() { return this.#binaryType; }

  set binaryType(value) {
    if (value === 'blob' || value === 'arraybuffer') this.#binaryType = value;
  }

  #hear(kind, reader) {
    switch (kind) {
      case EVENT.opened:
        this.#state = 1;
        this.#protocol = reader.text();
        this.#extensions = reader.text();
        this.dispatchEvent(trust(new Event('open')));
        break;
      case EVENT.message: this.#message(reader.u8() === 1, reader); break;
      case EVENT.sent: this.#buffered = Math.max(0, this.#buffered - reader.u32()); break;
      case EVENT.error:
        this.#state = 3;
        this.dispatchEvent(trust(new Event('error')));
        break;
      case EVENT.closed: {
        const [wasClean, code, reason] = [reader.u8() === 1, reader.u16(), reader.text()];
        this.#state = 3;
        unwatch(this.#id);
        this.dispatchEvent(trust(new CloseEvent('close', { wasClean, code, reason })));
        break;
      }
      default: break;
    }
  }

  #message(isText, reader) {
    const bytes = isText ? undefined : reader.data();
    if (this.#state !== 1) return;
    const data = isText ? reader.text()
      : this.#binaryType === 'arraybuffer' ? bytes.buffer : new Blob([bytes]);
    this.dispatchEvent(trust(new MessageEvent('message', { data, origin: this.#url.origin })));
  }

  send(data) {
    if (arguments.length === 0) {
      throw new TypeError(
        "Failed to execute 'send' on 'WebSocket': 1 argument required, but only 0 present.");
    }
    if (this.#state === 0) {
      throw fault('InvalidStateError',
        "Failed to execute 'send' on 'WebSocket': Still in CONNECTING state.");
    }
    const isBinary = data instanceof Blob || data instanceof ArrayBuffer
      || ArrayBuffer.isView(data);
    const bytes = isBinary ? bytesOf(data) : encode(String(data));
    this.#buffered += bytes.length;
    if (this.#state !== 1) {
      globalThis.console.error('WebSocket is already in CLOSING or CLOSED state.');
      return;
    }
    op(OP.send, this.#id).u8(isBinary ? 2 : 1).data(bytes);
  }

  close(code, reason) {
    const number = code === undefined ? 0 : Math.trunc(Number(code)) & 0xffff;
    if (code !== undefined && number !== 1000 && (number < 3000 || number > 4999)) {
      throw fault('InvalidAccessError',
        "Failed to execute 'close' on 'WebSocket': The close code must "
        + `be either 1000, or between 3000 and 4999. ${number} is neither.`);
    }
    const text = reason === undefined ? '' : String(reason);
    if (encode(text).length > REASON_MAX) {
      throw fault('SyntaxError',
        "Failed to execute 'close' on 'WebSocket': The close reason must not "
        + `be greater than ${REASON_MAX} UTF-8 bytes.`);
    }
    if (this.#state >= 2) return;
    this.#state = 2;
    op(OP.close, this.#id).u16(code === undefined && text !== '' ? 1000 : number).text(text);
  }
}

const STATES = { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 };
for (const [name, value] of Object.entries(STATES)) {
  for (const owner of [WebSocket, WebSocket.prototype]) {
    Object.defineProperty(owner, name, { value, enumerable: true });
  }
}
handlers(WebSocket, 'open', 'message', 'error', 'close');
