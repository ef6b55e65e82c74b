// Deep equality, strict as `util.isDeepStrictEqual` or loose as `assert.deepEqual`.

function sameKeys(one, other, isLoose, seen) {
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) =>
    Object.hasOwn(other, key) && isDeepEqual(one[key], other[key], isLoose, seen));
}

function sameMembers(one, other, isLoose, seen) {
  if (one.size !== other.size) return false;
  const rest = [...other];
  for (const member of one) {
    const at = rest.findIndex((candidate) => isDeepEqual(member, candidate, isLoose, seen));
    if (at < 0) return false;
    rest.splice(at, 1);
  }
  return true;
}

export function isDeepEqual(one, other, isLoose = false, seen = new Map()) {
  if (Object.is(one, other)) return true;
  // eslint-disable-next-line eqeqeq
  if (isLoose && one == other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return false;
  }
  if (!isLoose && Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) return false;
  if (seen.get(one) === other) return true;
  seen.set(one, other);
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  if (one instanceof Date) return other instanceof Date && one.getTime() === other.getTime();
  if (one instanceof RegExp) return String(one) === String(other);
  if (one instanceof Error && (one.message !== other.message
    || one.name !== other.name)) return false;
  if (one instanceof Map || one instanceof Set) {
    return (other instanceof Map || other instanceof Set) && sameMembers(one, other, isLoose, seen);
  }
  return sameKeys(one, other, isLoose, seen);
}
