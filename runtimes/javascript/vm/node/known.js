// What `inspect` has to know of values and cannot find out by itself.

import { promiseResult, promiseState } from '../core/host.js';

function define(name, value) {
  Object.defineProperty(globalThis, Symbol.for(name), { value, enumerable: false });
}

const [PENDING, REJECTED] = [0, 2];

/// What a promise came to.
define('lab.promise', (promise, pending, rejected) => {
  const state = promiseState(promise);
  if (state === PENDING) return [pending, undefined];
  return [state === REJECTED ? rejected : undefined, promiseResult(promise)];
});

const copies = new WeakMap();

/// Iterators are watched from their making, for they cannot be looked into without being moved.
for (const Class of [Map, Set]) {
  for (const name of ['entries', 'keys', 'values']) {
    const make = Class.prototype[name];
    const made = function iterator() {
      const result = make.call(this);
      copies.set(result, [() => make.call(this), name === 'entries']);
      return result;
    };
    Object.defineProperty(made, 'name', { value: name });
    Object.defineProperty(Class.prototype, name,
      { value: made, writable: true, configurable: true, enumerable: false });
  }
}

/// The entries of an iterator, and whether they are pairs.
define('lab.entries', (iterator, wantsKind) => {
  const known = copies.get(iterator);
  const [again, isPairs] = known ?? [() => [], false];
  const entries = [...again()];
  const flat = isPairs ? entries.flat() : entries;
  return wantsKind ? [flat, isPairs] : flat;
});
