// `fetch` (Fetch Standard §5): headers, requests, responses. The way to the network is handed in.

import { decode } from '../core/host.js';
import { Blob, bytesOf, concat } from './blob.js';
import { page } from './page.js';
import { ReadableStream, streamOf } from './stream.js';
import { URL, URLSearchParams } from './url.js';

const inspectCustom = Symbol.for('nodejs.util.inspect.custom');
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

export class Headers {
  #map = new Map();

  constructor(init = []) {
    const pairs = init instanceof Headers || typeof init[Symbol.iterator] === 'function'
      ? [...init] : Object.entries(init);
    for (const [name, value] of pairs) this.append(name, value);
  }

  #key(name) {
    if (!TOKEN.test(String(name))) {
      throw new TypeError(`Headers.append: ${name} is an invalid header name.`);
    }
    return String(name).toLowerCase();
  }

  append(name, value) {
    const key = this.#key(name);
    const present = this.#map.get(key);
    const text = String(value).trim();
    this.#map.set(key, present === undefined ? text : `${present}, ${text}`);
  }

  set(name, value) { this.#map.set(this.#key(name), String(value).trim()); }
  get(name) { return this.#map.get(this.#key(name)) ?? null; }
  has(name) { return this.#map.has(this.#key(name)); }
  delete(name) { this.#map.delete(this.#key(name)); }
  getSetCookie() { return this.has('set-cookie') ? [this.get('set-cookie')] : []; }
  forEach(call, self) { for (const [name, value] of this) call.call(self, value, name, this); }
  entries() { return [...this.#map].sort(([one], [other]) =>
    (one < other ? -1 : 1))[Symbol.iterator](); }
  keys() { return [...this.entries()].map(([name]) => name)[Symbol.iterator](); }
  values() { return [...this.entries()].map(([, value]) => value)[Symbol.iterator](); }
  [Symbol.iterator]() { return this.entries(); }
  get [Symbol.toStringTag]() { return 'Headers'; }

  [inspectCustom](depth, options, inspect) {
    return `Headers ${inspect(Object.fromEntries(this), options)}`;
  }
}

/// The bytes of a body and the type that goes with it.
function bodyOf(body) {
  if (body === null || body === undefined) return [null, undefined];
  if (body instanceof URLSearchParams) {
    return [bytesOf(String(body)), 'application/x-www-form-urlencoded;charset=UTF-8'];
  }
  if (body instanceof Blob) return [bytesOf(body), body.type || undefined];
  const isBytes = body instanceof ArrayBuffer || ArrayBuffer.isView(body);
  return [bytesOf(body), isBytes ? undefined : 'text/plain;charset=UTF-8'];
}

class Body {
  #stream;
  #used = false;

  static give(holder, stream) { holder.#stream = stream; }

  get body() { return this.#stream ?? null; }
  get bodyUsed() { return this.#used; }

  async #all() {
    if (this.#used) throw new TypeError('Body is unusable: Body has already been read');
    this.#used = true;
    const chunks = [];
    if (this.#stream !== undefined) for await (const chunk of this.#stream) chunks.push(chunk);
    return concat(chunks);
  }

  async text() { return decode(await this.#all()).replace(/^\ufeff/, ''); }
  async json() { return JSON.parse(await this.text()); }
  async arrayBuffer() { return (await this.#all()).buffer; }
  async bytes() { return this.#all(); }
  async blob() { return new Blob([await this.#all()],
    { type: this.headers.get('content-type') ?? '' }); }
}
const { give } = Body;
delete Body.give;

export class Request extends Body {
  constructor(input, init = {}) {
    super();
    const from = input instanceof Request ? input : {};
    try {
      this.url = new URL(input instanceof Request ? input.url : input, page.href).href;
    } catch (cause) {
      throw new TypeError(`Failed to parse URL from ${input}`, { cause });
    }
    this.method = String(init.method ?? from.method ?? 'GET').toUpperCase();
    this.headers = new Headers(init.headers ?? from.headers ?? []);
    this.signal = init.signal ?? from.signal ?? null;
    this.mode = init.mode ?? 'cors';
    this.credentials = init.credentials ?? 'same-origin';
    const [bytes, type] = bodyOf(init.body);
    if (bytes !== null && (this.method === 'GET' || this.method === 'HEAD')) {
      throw new TypeError('Request with GET/HEAD method cannot have body.');
    }
    if (type !== undefined && !this.headers.has('content-type')) this.headers.set('content-type',
      type);
    Object.defineProperty(this, 'bytesGiven', { value: bytes, enumerable: false });
    if (bytes !== null) give(this, streamOf([bytes]));
  }

  get [Symbol.toStringTag]() { return 'Request'; }
}

export class Response extends Body {
  #fields;

  constructor(body = null, init = {}) {
    super();
    const { status = 200, statusText = '', headers = [], url = '', type = 'default' } = init;
    if (status < 200 || status > 599) {
      throw new RangeError('init["status"] must be in the range of 200 to 599, inclusive.');
    }
    this.#fields = { status, statusText, headers: new Headers(headers), url, type,
      redirected: Boolean(init.redirected) };
    if (body instanceof ReadableStream) return void give(this, body);
    const [bytes, kind] = bodyOf(body);
    if (bytes !== null) give(this, streamOf([bytes]));
    if (kind !== undefined && !this.headers.has('content-type')) this.headers.set('content-type',
      kind);
  }

  get status() { return this.#fields.status; }
  get statusText() { return this.#fields.statusText; }
  get headers() { return this.#fields.headers; }
  get url() { return this.#fields.url; }
  get type() { return this.#fields.type; }
  get redirected() { return this.#fields.redirected; }
  get ok() { return this.status >= 200 && this.status < 300; }

  static json(data, init = {}) {
    const response = new Response(JSON.stringify(data), init);
    response.headers.set('content-type', 'application/json');
    return response;
  }

  static error() { return new Response(null, { type: 'error' }); }

  get [Symbol.toStringTag]() { return 'Response'; }

  [inspectCustom](depth, options, inspect) {
    const names = ['status', 'statusText', 'headers', 'body', 'bodyUsed', 'ok', 'redirected',
      'type', 'url'];
    const shown = Object.fromEntries(names.map((name) => [name, this[name]]));
    return `Response ${inspect(shown, options)}`;
  }
}

/// Makes `fetch` of a way to send: `send(request, told)` returns what aborts it. `told` has
/// `response({status, statusText, headers, url})`, `chunk(bytes)`, `end()`, `fail(error)`.
export function makeFetch(send) {
  return function fetch(input, init) {
    return new Promise((resolve, reject) => {
      const request = new Request(input, init);
      const { signal } = request;
      if (signal?.aborted) throw signal.reason;
      let controller;
      let abort = () => {};
      const stream = new ReadableStream({
        start(given) { controller = given; },
        cancel() { abort(); },
      });
      const fail = (error) => {
        reject(error);
        controller.error(error);
      };
      abort = send(request, {
        response(head) {
          const isBodyless = [204, 205, 304].includes(head.status);
          resolve(new Response(isBodyless ? null : stream, { ...head, type: 'basic' }));
        },
        chunk: (bytes) => controller.enqueue(bytes),
        end: () => controller.close(),
        fail,
      });
      signal?.addEventListener('abort', () => {
        abort();
        fail(signal.reason);
      }, { once: true });
    });
  };
}
