// setTimeout, setInterval, setImmediate in virtual time. Node has objects, a browser has numbers.

import { callFor } from './callers.js';
import { addImmediate, newId, op, unwatch, watch } from './loop.js';
import { nameMembers } from './names.js';
import { readerPlace } from './stack.js';

const MS = 1e6;
const DELAY_MAX = 2 ** 31 - 1;
const EVENT_TIMER = 9;
const byId = new Map();

function delayOf(ms) {
  const delay = Number(ms);
  return delay >= 1 && delay <= DELAY_MAX ? Math.trunc(delay) : 1;
}

export class Timeout {
  #place = readerPlace();
  #isRef = true;
  #callback;
  #args;

  constructor(callback, delay, args, repeats) {
    this._idleTimeout = delayOf(delay);
    this._onTimeout = callback;
    this._repeat = repeats ? this._idleTimeout : null;
    this._destroyed = false;
    this.#callback = callback;
    this.#args = args;
    Object.defineProperty(this, 'id', { value: newId(), enumerable: false });
    byId.set(this.id, this);
    this.#arm();
  }

  #arm() {
    watch(this.id, (kind) => { if (kind === EVENT_TIMER) this.#fire(); });
    op(9, this.id, this.#place).u64(this._idleTimeout * MS);
    if (!this.#isRef) op(11, this.id, this.#place).u8(0);
  }

  #fire() {
    if (this._destroyed) return;
    if (this._repeat === null) {
      unwatch(this.id);
      byId.delete(this.id);
      this._destroyed = true;
    }
    try {
      callFor(this, this.#callback, this.#args, '_onTimeout');
    } finally {
      if (this._repeat !== null && !this._destroyed) this.#arm();
    }
  }

  close() {
    if (this._destroyed) return this;
    this._destroyed = true;
    byId.delete(this.id);
    unwatch(this.id);
    op(10, this.id);
    return this;
  }

  refresh() {
    if (!this._destroyed) op(10, this.id);
    this._destroyed = false;
    byId.set(this.id, this);
    this.#arm();
    return this;
  }

  ref() {
    if (!this.#isRef && !this._destroyed) op(11, this.id).u8(1);
    this.#isRef = true;
    return this;
  }

  unref() {
    if (this.#isRef && !this._destroyed) op(11, this.id).u8(0);
    this.#isRef = false;
    return this;
  }

  hasRef() {
    return this.#isRef;
  }

  [Symbol.toPrimitive]() {
    return this.id;
  }

  [Symbol.dispose ?? Symbol('dispose')]() {
    this.close();
  }
}

export class Immediate {
  constructor(callback, args) {
    const immediate = { isCleared: false, run: () => callFor(this, callback, args) };
    Object.defineProperty(this, 'entry', { value: immediate, enumerable: false });
    addImmediate(immediate);
  }

  ref() { return this; }

  unref() { return this; }

  hasRef() { return true; }
}

function checked(callback) {
  if (typeof callback === 'function') return callback;
  const shown = callback === undefined ? 'undefined' : String(callback);
  const error = new TypeError(
    `The "callback" argument must be of type function. Received ${shown}`);
  error.code = 'ERR_INVALID_ARG_TYPE';
  throw error;
}

export function setTimeout(callback, delay, ...args) {
  return new Timeout(checked(callback), delay, args, false);
}

export function setInterval(callback, delay, ...args) {
  return new Timeout(checked(callback), delay, args, true);
}

export function setImmediate(callback, ...args) {
  return new Immediate(checked(callback), args);
}

export function clearTimeout(timer) {
  const found = timer instanceof Timeout ? timer : byId.get(Number(timer));
  found?.close();
}

export function clearImmediate(immediate) {
  if (immediate instanceof Immediate) immediate.entry.isCleared = true;
}

nameMembers({ Timeout, Immediate, setTimeout, setInterval, setImmediate, clearTimeout,
  clearImmediate });
