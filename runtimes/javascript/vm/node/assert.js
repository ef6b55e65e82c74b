// `assert`.

import { isDeepEqual } from './equal.js';
import { inspect } from './inspect.js';

class AssertionError extends Error {
  constructor({ message, actual, expected, operator }) {
    super(message);
    this.name = 'AssertionError';
    this.generatedMessage = false;
    this.code = 'ERR_ASSERTION';
    this.actual = actual;
    this.expected = expected;
    this.operator = operator;
    const head = `AssertionError [ERR_ASSERTION]: ${message}`;
    const frames = String(this.stack).split('\n').filter((line) => /^ {4}at /.test(line));
    Object.defineProperty(this, 'stack', { value: [head, ...frames].join('\n'),
      configurable: true });
  }
}

function fail(message, said, actual, expected, operator) {
  if (message instanceof Error) throw message;
  throw new AssertionError({ message: message ?? said, actual, expected, operator });
}

function differ(what, actual, expected) {
  return `${what}\n\n${inspect(actual)} !== ${inspect(expected)}\n`;
}

const STRICT = 'Expected values to be strictly equal:';
const DEEP = 'Expected values to be strictly deep-equal:';

function assert(value, message) {
  if (!value) {
    fail(message, 'The expression evaluated to a falsy value', value, true, '==');
  }
}

function matches(error, expected) {
  if (expected === undefined) return true;
  if (expected instanceof RegExp) return expected.test(String(error));
  if (typeof expected === 'object') {
    return Object.keys(expected).every((key) => (expected[key] instanceof RegExp
      ? expected[key].test(error[key]) : isDeepEqual(error[key], expected[key])));
  }
  if (expected.prototype !== undefined && error instanceof expected) return true;
  return !Error.isPrototypeOf(expected) && expected(error) === true;
}

function throws(call, expected, message) {
  try {
    call();
  } catch (error) {
    if (typeof expected === 'string' || matches(error, expected)) return;
    throw error;
  }
  fail(message, 'Missing expected exception.', undefined, expected, 'throws');
}

async function rejects(promise, expected, message) {
  try {
    await (typeof promise === 'function' ? promise() : promise);
  } catch (error) {
    if (typeof expected === 'string' || matches(error, expected)) return;
    throw error;
  }
  fail(message, 'Missing expected rejection.', undefined, expected, 'rejects');
}

function deepStrictEqual(actual, expected, message) {
  if (!isDeepEqual(actual, expected)) {
    fail(message, differ(DEEP, actual, expected), actual, expected, 'deepStrictEqual');
  }
}

function strictEqual(actual, expected, message) {
  if (!Object.is(actual, expected)) {
    fail(message, differ(STRICT, actual, expected), actual, expected, 'strictEqual');
  }
}

Object.assign(assert, {
  AssertionError, ok: assert, throws, rejects, strictEqual, deepStrictEqual,
  equal(actual, expected, message) {
    // eslint-disable-next-line eqeqeq
    if (actual != expected) fail(message, `${inspect(actual)} == ${inspect(expected)}`, actual,
      expected, '==');
  },
  notEqual(actual, expected, message) {
    // eslint-disable-next-line eqeqeq
    if (actual == expected) fail(message, `${inspect(actual)} != ${inspect(expected)}`, actual,
      expected, '!=');
  },
  notStrictEqual(actual, expected, message) {
    if (Object.is(actual, expected)) {
      fail(message, `Expected "actual" to be strictly unequal to: ${inspect(expected)}`,
        actual, expected, 'notStrictEqual');
    }
  },
  deepEqual(actual, expected, message) {
    if (!isDeepEqual(actual, expected, true)) {
      fail(message, differ('Expected values to be loosely deep-equal:', actual, expected),
        actual, expected, 'deepEqual');
    }
  },
  notDeepStrictEqual(actual, expected, message) {
    if (isDeepEqual(actual, expected)) {
      fail(message, 'Expected "actual" not to be strictly deep-equal to "expected"',
        actual, expected, 'notDeepStrictEqual');
    }
  },
  match(text, pattern, message) {
    if (!pattern.test(text)) {
      fail(message,
        `The input did not match the regular expression ${pattern}. Input:\n\n${inspect(text)}\n`,
        text, pattern, 'match');
    }
  },
  fail(message = 'Failed') { fail(message, message, undefined, undefined, 'fail'); },
  doesNotThrow(call) { call(); },
  ifError(value) { if (value !== null && value !== undefined) throw value; },
});
assert.strict = assert;

export default assert;
