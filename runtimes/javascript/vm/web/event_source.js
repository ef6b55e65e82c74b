// EventSource (HTML §9.2): a stream of events over `fetch`, taken up again when it ends.

import { Event, EventTarget, handlers, MessageEvent, trust } from './events.js';
import { page } from './page.js';
import { URL } from './url.js';

const RETRY_MS = 3000;

/// Lines of the stream into events (§9.2.6).
class Parser {
  #rest = '';
  #data = [];
  #type = '';
  #told;
  lastId = '';

  constructor(told) { this.#told = told; }

  push(text) {
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop();
    for (const line of lines) this.#line(line);
  }

  #line(line) {
    if (line === '') return this.#dispatch();
    const at = line.indexOf(':');
    if (at === 0) return undefined;
    const name = at < 0 ? line : line.slice(0, at);
    const value = at < 0 ? '' : line.slice(at + 1).replace(/^ /, '');
    if (name === 'data') this.#data.push(value);
    else if (name === 'event') this.#type = value;
    else if (name === 'id' && !value.includes('\0')) this.lastId = value;
    else if (name === 'retry' && /^\d+$/.test(value)) this.#told.retry(Number(value));
    return undefined;
  }

  #dispatch() {
    const [data, type] = [this.#data, this.#type || 'message'];
    this.#data = [];
    this.#type = '';
    if (data.length > 0) this.#told.event(type, data.join('\n'), this.lastId);
  }
}

export class EventSource extends EventTarget {
  #url;
  #state = 0;
  #retryMs = RETRY_MS;
  #lastId = '';
  #abort;
  #timer;

  constructor(url, { withCredentials = false } = {}) {
    super();
    try {
      this.#url = new URL(url, page.href);
    } catch {
      throw new DOMException(
        `Failed to construct 'EventSource': Cannot open an EventSource to '${url}'. `
          + 'The URL is invalid.',
        'SyntaxError');
    }
    this.withCredentials = withCredentials;
    this.#connect();
  }

  get url() { return this.#url.href; }
  get readyState() { return this.#state; }

  async #connect() {
    this.#abort = new AbortController();
    const headers = { accept: 'text/event-stream', 'cache-control': 'no-store' };
    if (this.#lastId !== '') headers['last-event-id'] = this.#lastId;
    try {
      const response = await globalThis.fetch(this.#url.href,
        { headers, signal: this.#abort.signal });
      if (this.#state === 2) return;
      const type = response.headers.get('content-type') ?? '';
      if (response.status !== 200
        || !/^text\/event-stream\s*(;|$)/i.test(type)) return void this.#fail();
      this.#state = 1;
      this.dispatchEvent(trust(new Event('open')));
      await this.#read(response.body);
    } catch {
      // The connection is lost; below it is taken up again.
    }
    this.#again();
  }

  async #read(body) {
    const decoder = new TextDecoder();
    const parser = new Parser({
      retry: (ms) => { this.#retryMs = ms; },
      event: (type, data, lastEventId) => {
        this.#lastId = lastEventId;
        if (this.#state === 2) return;
        this.dispatchEvent(trust(new MessageEvent(type,
          { data, lastEventId, origin: this.#url.origin })));
      },
    });
    parser.lastId = this.#lastId;
    for await (const chunk of body) parser.push(decoder.decode(chunk, { stream: true }));
  }

  #again() {
    if (this.#state === 2) return;
    this.#state = 0;
    this.dispatchEvent(trust(new Event('error')));
    if (this.#state !== 2) this.#timer = setTimeout(() => this.#connect(), this.#retryMs);
  }

  #fail() {
    this.#state = 2;
    this.dispatchEvent(trust(new Event('error')));
  }

  close() {
    if (this.#state === 2) return;
    this.#state = 2;
    clearTimeout(this.#timer);
    this.#abort?.abort();
  }
}

for (const [name, value] of Object.entries({ CONNECTING: 0, OPEN: 1, CLOSED: 2 })) {
  for (const owner of [EventSource, EventSource.prototype]) {
    Object.defineProperty(owner, name, { value, enumerable: true });
  }
}
handlers(EventSource, 'open', 'message', 'error');
