// Names of classes and functions as programs see them: minifying takes them away.

const seen = new Set();

/// Names each function of an object after the property that it stands in, the first time.
export function nameMembers(object) {
  for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(object))) {
    if (typeof value !== 'function' || seen.has(value)) continue;
    seen.add(value);
    const own = Object.getOwnPropertyDescriptor(value, 'name');
    if (own === undefined || own.configurable) Object.defineProperty(value, 'name',
      { value: key, configurable: true });
  }
}
