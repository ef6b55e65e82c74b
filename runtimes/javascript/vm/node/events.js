// `events`, as Node has it: the emitter, `once` and `on` as promises, and `errorMonitor`.

import { callFor } from '../core/callers.js';
import { nextTick } from '../core/loop.js';
import { inspect } from './inspect.js';

const errorMonitor = Symbol('events.errorMonitor');
const captureRejection = Symbol.for('nodejs.rejection');
const kCapture = Symbol('kCapture');

function EventEmitter(options) {
  EventEmitter.init.call(this, options);
}

EventEmitter.init = function init(options) {
  if (this._events === undefined || this._events === Object.getPrototypeOf(this)._events) {
    this._events = Object.create(null);
    this._eventsCount = 0;
  }
  this._maxListeners ??= undefined;
  const captures = options?.captureRejections ?? EventEmitter.captureRejections;
  Object.defineProperty(this, kCapture, { value: Boolean(captures), configurable: true });
};

EventEmitter.prototype._events = undefined;
EventEmitter.prototype._eventsCount = 0;
EventEmitter.prototype._maxListeners = undefined;
EventEmitter.defaultMaxListeners = 10;
EventEmitter.captureRejections = false;

function wrongType(name, expected, value) {
  const shown = value === null || value === undefined ? String(value)
    : typeof value === 'object' ? `an instance of ${value.constructor?.name}`
      : `type ${typeof value} (${inspect(value)})`;
  const error = new TypeError(
    `The "${name}" argument must be of type ${expected}. Received ${shown}`);
  error.code = 'ERR_INVALID_ARG_TYPE';
  return error;
}

function checkListener(listener) {
  if (typeof listener !== 'function') throw wrongType('listener', 'function', listener);
}

/// Where Node emits what no call of the program's emits.
const FRAME = '    at process.processTicksAndRejections (node:internal/process/task_queues)';

function unhandled(emitter, args) {
  let [error] = args;
  if (!(error instanceof Error)) {
    const context = error;
    error = new Error(`Unhandled error. (${inspect(context)})`);
    error.code = 'ERR_UNHANDLED_ERROR';
    error.context = context;
  }
  // What Node adds to the end of the stack, and shows in front of it.
  const own = String(new Error().stack).split('\n').slice(1);
  const frames = own.length > 0 ? own : [FRAME];
  Object.defineProperty(error, UNHANDLED, { value: { emitter, frames }, configurable: true });
  return error;
}

/// The emitter whose 'error' event nobody listened to.
const UNHANDLED = Symbol('unhandled');

function callListener(emitter, listener, type, args) {
  const result = callFor(emitter, listener, args);
  if (emitter[kCapture] && typeof result?.then === 'function') {
    result.then(undefined, (error) => nextTick(() => {
      const handle = emitter[captureRejection];
      if (typeof handle === 'function') handle.call(emitter, error, type, ...args);
      else emitter.emit('error', error);
    }, []));
  }
}

EventEmitter.prototype.emit = function emit(type, ...args) {
  const events = this._events;
  if (type === 'error') {
    if (events?.[errorMonitor] !== undefined) this.emit(errorMonitor, ...args);
    if (events?.error === undefined) throw unhandled(this, args);
  }
  const listeners = events?.[type];
  if (listeners === undefined) return false;
  if (typeof listeners === 'function') callListener(this, listeners, type, args);
  else for (const listener of listeners.slice()) callListener(this, listener, type, args);
  return true;
};

function add(emitter, type, listener, before) {
  checkListener(listener);
  if (emitter._events === undefined) EventEmitter.init.call(emitter);
  const events = emitter._events;
  if (events.newListener !== undefined) emitter.emit('newListener', type, listener.listener
    ?? listener);
  const present = events[type];
  if (present === undefined) {
    events[type] = listener;
    emitter._eventsCount += 1;
  } else if (typeof present === 'function') {
    events[type] = before ? [listener, present] : [present, listener];
  } else if (before) present.unshift(listener);
  else present.push(listener);
  warnOfLeak(emitter, type);
  return emitter;
}

function warnOfLeak(emitter, type) {
  const list = emitter._events[type];
  const most = emitter.getMaxListeners?.() ?? EventEmitter.defaultMaxListeners;
  if (typeof list === 'function' || most <= 0 || list.length <= most || list.warned) return;
  list.warned = true;
  const name = emitter.constructor?.name ?? 'EventEmitter';
  globalThis.process?.emitWarning?.('Possible EventEmitter memory leak detected. '
    + `${list.length} ${String(type)} listeners added to [${name}]. MaxListeners is ${most}. `
    + 'Use emitter.setMaxListeners() to increase limit', 'MaxListenersExceededWarning');
}

function wrapOnce(emitter, type, listener) {
  checkListener(listener);
  const wrapper = function wrapper(...args) {
    emitter.removeListener(type, wrapper);
    return listener.apply(emitter, args);
  };
  wrapper.listener = listener;
  return wrapper;
}

const methods = {
  addListener(type, listener) { return add(this, type, listener, false); },
  on(type, listener) { return add(this, type, listener, false); },
  prependListener(type, listener) { return add(this, type, listener, true); },
  once(type, listener) { return this.on(type, wrapOnce(this, type, listener)); },
  prependOnceListener(type, listener) {
    return this.prependListener(type, wrapOnce(this, type, listener));
  },
  removeListener(type, listener) {
    checkListener(listener);
    const events = this._events;
    const list = events?.[type];
    if (list === undefined) return this;
    const is = (one) => one === listener || one.listener === listener;
    if (typeof list === 'function') {
      if (!is(list)) return this;
      delete events[type];
      this._eventsCount -= 1;
    } else {
      const at = list.findLastIndex(is);
      if (at < 0) return this;
      list.splice(at, 1);
      if (list.length === 1) events[type] = list[0];
    }
    if (events.removeListener !== undefined) this.emit('removeListener', type, listener);
    return this;
  },
  removeAllListeners(type) {
    const events = this._events;
    if (events === undefined) return this;
    if (type === undefined) {
      this._events = Object.create(null);
      this._eventsCount = 0;
    } else if (events[type] !== undefined) {
      delete events[type];
      this._eventsCount -= 1;
    }
    return this;
  },
  listeners(type) { return this.rawListeners(type).map((one) => one.listener ?? one); },
  rawListeners(type) {
    const list = this._events?.[type];
    return list === undefined ? [] : typeof list === 'function' ? [list] : list.slice();
  },
  listenerCount(type, listener) {
    const list = this.rawListeners(type);
    if (listener === undefined) return list.length;
    return list.filter((one) => one === listener || one.listener === listener).length;
  },
  eventNames() { return this._eventsCount > 0 ? Reflect.ownKeys(this._events) : []; },
  setMaxListeners(count) {
    this._maxListeners = count;
    return this;
  },
  getMaxListeners() { return this._maxListeners ?? EventEmitter.defaultMaxListeners; },
};
methods.off = methods.removeListener;
for (const [name, method] of Object.entries(methods)) EventEmitter.prototype[name] = method;

function aborted(signal) {
  const error = new Error('The operation was aborted', { cause: signal.reason });
  error.code = 'ABORT_ERR';
  error.name = 'AbortError';
  return error;
}

function listen(emitter, name, listener, options) {
  if (typeof emitter.on === 'function') emitter.on(name, listener);
  else emitter.addEventListener(name, listener, options);
}

function ignore(emitter, name, listener) {
  if (typeof emitter.removeListener === 'function') emitter.removeListener(name, listener);
  else emitter.removeEventListener(name, listener);
}

/// A promise of the next event; 'error' rejects it.
function once(emitter, name, { signal } = {}) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(aborted(signal));
    const isTarget = typeof emitter.on !== 'function';
    const done = () => {
      ignore(emitter, name, succeed);
      if (!isTarget && name !== 'error') ignore(emitter, 'error', fail);
    };
    const succeed = (...args) => { done(); resolve(args); };
    const fail = (error) => { done(); reject(error); };
    listen(emitter, name, succeed);
    if (!isTarget && name !== 'error') listen(emitter, 'error', fail);
    signal?.addEventListener('abort', () => { done(); reject(aborted(signal)); }, { once: true });
  });
}

/// All events of a name, to be iterated over.
function on(emitter, name, { signal, close = [] } = {}) {
  const queue = [];
  const waiting = [];
  let failure;
  let isDone = false;
  const hear = (...args) => {
    if (waiting.length > 0) waiting.shift().resolve({ value: args, done: false });
    else queue.push(args);
  };
  const fail = (error) => {
    if (waiting.length > 0) waiting.shift().reject(error);
    else failure = error;
    finish();
  };
  const finish = () => {
    isDone = true;
    ignore(emitter, name, hear);
    if (name !== 'error') ignore(emitter, 'error', fail);
    for (const waiter of waiting.splice(0)) waiter.resolve({ value: undefined, done: true });
    return Promise.resolve({ value: undefined, done: true });
  };
  listen(emitter, name, hear);
  if (name !== 'error' && typeof emitter.on === 'function') listen(emitter, 'error', fail);
  for (const event of close) listen(emitter, event, finish);
  if (signal?.aborted) throw aborted(signal);
  signal?.addEventListener('abort', () => fail(aborted(signal)), { once: true });
  return {
    next() {
      if (queue.length > 0) return Promise.resolve({ value: queue.shift(), done: false });
      if (failure !== undefined) {
        const error = failure;
        failure = undefined;
        return Promise.reject(error);
      }
      if (isDone) return Promise.resolve({ value: undefined, done: true });
      return new Promise((resolve, reject) => { waiting.push({ resolve, reject }); });
    },
    return: finish,
    throw(error) { fail(error); return Promise.resolve({ value: undefined, done: true }); },
    [Symbol.asyncIterator]() { return this; },
  };
}

Object.assign(EventEmitter, {
  EventEmitter, errorMonitor, once, on, UNHANDLED,
  captureRejectionSymbol: captureRejection,
  usingDomains: false,
  listenerCount: (emitter, type) => emitter.listenerCount(type),
  getEventListeners: (emitter, type) => emitter.listeners?.(type) ?? [],
  setMaxListeners: (count,
    ...emitters) => { for (const one of emitters) one.setMaxListeners?.(count); },
  addAbortListener(signal, listener) {
    signal.addEventListener('abort', listener, { once: true });
    return { [Symbol.dispose]() { signal.removeEventListener('abort', listener); } };
  },
});
Object.defineProperty(EventEmitter, 'UNHANDLED', { enumerable: false });

export { EventEmitter, UNHANDLED, errorMonitor, on, once, wrongType };
export default EventEmitter;
