// `timers` and `timers/promises`.

import {
  clearImmediate, clearTimeout, setImmediate, setInterval, setTimeout,
} from '../core/timers.js';

const custom = Symbol.for('nodejs.util.promisify.custom');

function aborted(signal) {
  const error = new Error('The operation was aborted', { cause: signal.reason });
  error.name = 'AbortError';
  error.code = 'ABORT_ERR';
  return error;
}

function wait(start, stop) {
  return (value, { signal, ref = true } = {}) => new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(aborted(signal));
    const timer = start(() => resolve(value));
    if (!ref) timer.unref();
    signal?.addEventListener('abort', () => { stop(timer); reject(aborted(signal)); },
      { once: true });
  });
}

export const timersPromises = {
  setTimeout: (ms, value, options) => wait((call) => setTimeout(call, ms), clearTimeout)(value,
    options),
  setImmediate: (value, options) => wait(setImmediate, clearImmediate)(value, options),
  async* setInterval(ms, value) {
    for (;;) {
      await timersPromises.setTimeout(ms);
      yield value;
    }
  },
  scheduler: { wait: (ms, options) => timersPromises.setTimeout(ms, undefined, options) },
};

Object.defineProperty(setTimeout, custom, { value: timersPromises.setTimeout, enumerable: false });
Object.defineProperty(setImmediate, custom, { value: timersPromises.setImmediate,
  enumerable: false });

export default {
  setTimeout, setInterval, setImmediate, clearTimeout, clearInterval: clearTimeout, clearImmediate,
  promises: timersPromises,
};
