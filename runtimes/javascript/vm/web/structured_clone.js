// `structuredClone` (HTML §2.7) of what programs send to each other.

const refuse = (value) => new DOMException(
  `${typeof value === 'symbol' ? String(value) : value} could not be cloned.`, 'DataCloneError');

function cloneObject(value, seen) {
  if (value instanceof Date) return new Date(value.getTime());
  if (value instanceof RegExp) return new RegExp(value.source, value.flags);
  if (value instanceof ArrayBuffer) return value.slice(0);
  if (ArrayBuffer.isView(value)) {
    const buffer = clone(value.buffer, seen);
    const Class = value instanceof DataView ? DataView
      : Object.getPrototypeOf(Uint8Array).prototype === undefined ? Uint8Array
        : globalThis[tagOf(value)];
    return new Class(buffer, value.byteOffset, value.length ?? value.byteLength);
  }
  return undefined;
}

const tagOf = (value) => Object.prototype.toString.call(value).slice(8, -1);

function clone(value, seen) {
  if (typeof value === 'function' || typeof value === 'symbol') throw refuse(value);
  if (typeof value !== 'object' || value === null) return value;
  if (seen.has(value)) return seen.get(value);
  const simple = cloneObject(value, seen);
  if (simple !== undefined) {
    seen.set(value, simple);
    return simple;
  }
  let made = {};
  if (Array.isArray(value)) made = new Array(value.length);
  else if (value instanceof Map) made = new Map();
  else if (value instanceof Set) made = new Set();
  else if (value instanceof Error) {
    made = Object.create(Error.prototype, {
      message: { value: value.message, writable: true, configurable: true },
      stack: { value: value.stack, writable: true, configurable: true },
    });
  } else if (value instanceof Promise || value instanceof WeakMap) throw refuse(value);
  seen.set(value, made);
  if (value instanceof Map) {
    for (const [key, item] of value) made.set(clone(key, seen), clone(item, seen));
  } else if (value instanceof Set) for (const item of value) made.add(clone(item, seen));
  else for (const key of Object.keys(value)) made[key] = clone(value[key], seen);
  return made;
}

export function structuredClone(value) {
  return clone(value, new Map());
}
