// `util`.

import { EventEmitter } from './events.js';
import { format, formatWithOptions, inspect, stripVTControlCharacters } from './inspect.js';
import { isDeepEqual } from './equal.js';

const custom = Symbol.for('nodejs.util.promisify.custom');

function promisify(original) {
  if (typeof original !== 'function') {
    const error = new TypeError('The "original" argument must be of type function');
    error.code = 'ERR_INVALID_ARG_TYPE';
    throw error;
  }
  if (original[custom]) return original[custom];
  const promised = function promised(...args) {
    return new Promise((resolve, reject) => {
      original.call(this, ...args, (error, ...values) => {
        if (error) reject(error);
        else resolve(values[0]);
      });
    });
  };
  Object.defineProperty(promised, 'name', { value: original.name });
  return promised;
}
promisify.custom = custom;

function callbackify(original) {
  return function callbackified(...args) {
    const done = args.pop();
    original.apply(this, args).then(
      (value) => globalThis.process.nextTick(done, null, value),
      (error) => globalThis.process.nextTick(done, error));
  };
}

function inherits(Child, Parent) {
  Object.defineProperty(Child, 'super_', { value: Parent, writable: true, configurable: true });
  Object.setPrototypeOf(Child.prototype, Parent.prototype);
}

function deprecate(call, message, code) {
  let wasTold = false;
  return function deprecated(...args) {
    if (!wasTold) {
      wasTold = true;
      globalThis.process?.emitWarning(message, 'DeprecationWarning', code);
    }
    return new.target ? Reflect.construct(call, args, new.target) : call.apply(this, args);
  };
}

const tag = (value) => Object.prototype.toString.call(value).slice(8, -1);
const isTagged = (name) => (value) => tag(value) === name;

export const types = {
  isArrayBuffer: (value) => value instanceof ArrayBuffer,
  isAnyArrayBuffer: (value) => value instanceof ArrayBuffer || tag(value) === 'SharedArrayBuffer',
  isArrayBufferView: ArrayBuffer.isView,
  isTypedArray: (value) => ArrayBuffer.isView(value) && !(value instanceof DataView),
  isUint8Array: (value) => value instanceof Uint8Array,
  isDataView: (value) => value instanceof DataView,
  isDate: (value) => value instanceof Date,
  isRegExp: (value) => value instanceof RegExp,
  isMap: (value) => value instanceof Map,
  isSet: (value) => value instanceof Set,
  isWeakMap: (value) => value instanceof WeakMap,
  isWeakSet: (value) => value instanceof WeakSet,
  isPromise: (value) => value instanceof Promise,
  isNativeError: (value) => value instanceof Error,
  isAsyncFunction: isTagged('AsyncFunction'),
  isGeneratorFunction: (value) => /GeneratorFunction$/.test(tag(value)),
  isGeneratorObject: isTagged('Generator'),
  isProxy: () => false,
};

const styles = inspect.colors ?? {};

function styleText(style, text) {
  return [style].flat().reduce((shown, name) => {
    const [on, off] = styles[name] ?? ['', ''];
    return `\u001b[${on}m${shown}\u001b[${off}m`;
  }, String(text));
}

const old = {
  isArray: Array.isArray, isBoolean: (value) => typeof value === 'boolean',
  isString: (value) => typeof value === 'string', isNumber: (value) => typeof value === 'number',
  isFunction: (value) => typeof value === 'function',
  isObject: (value) => value !== null && typeof value === 'object',
  isUndefined: (value) => value === undefined, isNull: (value) => value === null,
  isError: (value) => value instanceof Error,
};

const debuglog = () => Object.assign(() => {}, { enabled: false });

export default {
  inspect, format, formatWithOptions, stripVTControlCharacters, promisify, callbackify, inherits,
  deprecate, types, styleText, debuglog, debug: debuglog, isDeepStrictEqual: isDeepEqual, ...old,
  get TextEncoder() { return globalThis.TextEncoder; },
  get TextDecoder() { return globalThis.TextDecoder; },
  aborted: (signal) => new Promise((resolve) => { signal.addEventListener('abort', resolve); }),
  getSystemErrorName: (number) => `errno ${number}`,
  toUSVString: (text) => String(text).toWellFormed(),
  log: (...args) => console.log(...args),
  EventEmitter,
};
