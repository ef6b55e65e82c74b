// Event, EventTarget, AbortController (DOM Standard §2, §3), as far as events without a tree go.

import { clock, program } from '../core/loop.js';

const inspectCustom = Symbol.for('nodejs.util.inspect.custom');

export class Event {
  #type;
  #cancelable;
  #bubbles;
  #canceled = false;
  #target = null;
  #stopped = false;
  #isTrusted = false;
  #timeStamp = clock.ns / 1e6;

  constructor(type, options = {}) {
    if (arguments.length === 0) {
      throw new TypeError("Failed to construct 'Event': 1 argument required, but only 0 present.");
    }
    this.#type = String(type);
    this.#cancelable = Boolean(options?.cancelable);
    this.#bubbles = Boolean(options?.bubbles);
  }

  get type() { return this.#type; }
  get target() { return this.#target; }
  get currentTarget() { return this.#target; }
  get srcElement() { return this.#target; }
  get cancelable() { return this.#cancelable; }
  get bubbles() { return this.#bubbles; }
  get composed() { return false; }
  get eventPhase() { return this.#target === null ? 0 : 2; }
  get defaultPrevented() { return this.#canceled; }
  get returnValue() { return !this.#canceled; }
  get timeStamp() { return this.#timeStamp; }
  get isTrusted() { return this.#isTrusted; }

  composedPath() { return this.#target === null ? [] : [this.#target]; }
  preventDefault() { if (this.#cancelable) this.#canceled = true; }
  stopPropagation() {}
  stopImmediatePropagation() { this.#stopped = true; }

  static trust(event) {
    event.#isTrusted = true;
    return event;
  }

  static begin(event, target) { event.#target = target; }

  static isStopped(event) { return event.#stopped; }

  get [Symbol.toStringTag]() { return this.constructor.name; }

  [inspectCustom](depth, options, inspect) {
    const names = ['type', 'defaultPrevented', 'cancelable', 'timeStamp', ...this.shownFields()];
    const shown = Object.fromEntries(names.map((name) => [name, this[name]]));
    return `${this.constructor.name} ${inspect(shown, options)}`;
  }

  shownFields() { return []; }
}
Object.assign(Event, { NONE: 0, CAPTURING_PHASE: 1, AT_TARGET: 2, BUBBLING_PHASE: 3 });
Object.defineProperty(Event.prototype, 'shownFields', { enumerable: false });

const { trust, begin, isStopped } = Event;
delete Event.trust;
delete Event.begin;
delete Event.isStopped;

/// An event that the system made, not the program.
export { trust };

export class EventTarget {
  #listeners = new Map();

  addEventListener(type, listener, options) {
    if (listener === null || listener === undefined) return;
    const settings = typeof options === 'object' && options !== null ? options
      : { capture: options };
    if (settings.signal?.aborted) return;
    const list = this.#listeners.get(String(type)) ?? [];
    this.#listeners.set(String(type), list);
    const isCapture = Boolean(settings.capture);
    if (list.some((one) => one.listener === listener && one.isCapture === isCapture)) return;
    list.push({ listener, isCapture, isOnce: Boolean(settings.once) });
    settings.signal?.addEventListener('abort',
      () => this.removeEventListener(type, listener, options), { once: true });
  }

  removeEventListener(type, listener, options) {
    const list = this.#listeners.get(String(type));
    const isCapture = Boolean(typeof options === 'object' ? options?.capture : options);
    const at = list?.findIndex((one) => one.listener === listener && one.isCapture === isCapture)
      ?? -1;
    if (at >= 0) list.splice(at, 1);
  }

  dispatchEvent(event) {
    begin(event, this);
    for (const entry of [...this.#listeners.get(event.type) ?? []]) {
      const { listener, isOnce, isCapture } = entry;
      if (!this.#listeners.get(event.type).includes(entry)) continue;
      if (isOnce) this.removeEventListener(event.type, listener, isCapture);
      try {
        if (typeof listener === 'function') listener.call(this, event);
        else listener.handleEvent(event);
      } catch (error) {
        program.uncaught(error);
      }
      if (isStopped(event)) break;
    }
    return !event.defaultPrevented;
  }

  get [Symbol.toStringTag]() { return this.constructor.name; }
}

/// Gives a class `onNAME` attributes: each is one listener, in the place where it was first set.
export function handlers(Class, ...names) {
  const all = new WeakMap();
  for (const name of names) {
    Object.defineProperty(Class.prototype, `on${name}`, {
      enumerable: true, configurable: true,
      get() { return all.get(this)?.[name]?.handler ?? null; },
      set(value) {
        const own = all.get(this) ?? {};
        all.set(this, own);
        const handler = typeof value === 'function' || (typeof value === 'object' && value) ? value
          : null;
        if (own[name] !== undefined) own[name].handler = handler;
        else if (handler !== null) {
          const entry = { handler };
          own[name] = entry;
          this.addEventListener(name, function handle(event) {
            const now = entry.handler;
            if (typeof now === 'function') now.call(this, event);
          });
        }
      },
    });
  }
}

export class MessageEvent extends Event {
  constructor(type, options = {}) {
    super(type, options);
    const { data = null, origin = '', lastEventId = '', source = null, ports = [] } = options;
    this.#fields = { data, origin, lastEventId, source, ports };
  }

  #fields;
  get data() { return this.#fields.data; }
  get origin() { return this.#fields.origin; }
  get lastEventId() { return this.#fields.lastEventId; }
  get source() { return this.#fields.source; }
  get ports() { return this.#fields.ports; }
  shownFields() { return ['data', 'origin', 'lastEventId', 'source', 'ports']; }
}

export class CloseEvent extends Event {
  #fields;

  constructor(type, options = {}) {
    super(type, options);
    const { wasClean = false, code = 0, reason = '' } = options;
    this.#fields = { wasClean: Boolean(wasClean), code: Number(code), reason: String(reason) };
  }

  get wasClean() { return this.#fields.wasClean; }
  get code() { return this.#fields.code; }
  get reason() { return this.#fields.reason; }
  shownFields() { return ['wasClean', 'code', 'reason']; }
}

export class ErrorEvent extends Event {
  #fields;

  constructor(type, options = {}) {
    super(type, options);
    const { message = '', error = null } = options;
    this.#fields = { message, error };
  }

  get message() { return this.#fields.message; }
  get error() { return this.#fields.error; }
  shownFields() { return ['message', 'error']; }
}

export class CustomEvent extends Event {
  #detail;

  constructor(type, options = {}) {
    super(type, options);
    this.#detail = options.detail ?? null;
  }

  get detail() { return this.#detail; }
  shownFields() { return ['detail']; }
}

export class AbortSignal extends EventTarget {
  #reason;
  #isAborted = false;

  get aborted() { return this.#isAborted; }
  get reason() { return this.#reason; }
  throwIfAborted() { if (this.#isAborted) throw this.#reason; }

  static fire(signal, reason) {
    if (signal.#isAborted) return;
    signal.#isAborted = true;
    signal.#reason = reason ?? new DOMException('This operation was aborted', 'AbortError');
    signal.dispatchEvent(trust(new Event('abort')));
  }

  static abort(reason) {
    const signal = new AbortSignal();
    fire(signal, reason);
    return signal;
  }

  static timeout(ms) {
    const signal = new AbortSignal();
    const timer = globalThis.setTimeout(() => fire(signal,
      new DOMException('The operation was aborted due to timeout', 'TimeoutError')), ms);
    timer.unref?.();
    return signal;
  }

  static any(signals) {
    const signal = new AbortSignal();
    for (const one of signals) {
      if (one.aborted) fire(signal, one.reason);
      else one.addEventListener('abort', () => fire(signal, one.reason), { once: true });
    }
    return signal;
  }
}
const { fire } = AbortSignal;
delete AbortSignal.fire;
handlers(AbortSignal, 'abort');

export class AbortController {
  #signal = new AbortSignal();
  get signal() { return this.#signal; }
  abort(reason) { fire(this.#signal, reason); }
  get [Symbol.toStringTag]() { return 'AbortController'; }
}
