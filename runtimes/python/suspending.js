// Imports that may wait. The browser suspends only what was entered by `WebAssembly.promising`, and
// only where no JavaScript stands between; so each import is a little wasm that asks JavaScript
// first, and suspends if that says so.

const I32 = 0x7f;
const FUNCTION = 0x60;
const GIVES_I32 = I32;
/** What an import gives to say that it waits. */
const WAITS = -0x80000000;
const WAITS_LEB = [0x80, 0x80, 0x80, 0x80, 0x78];
const OP = {
  if: 0x04, else: 0x05, end: 0x0b, call: 0x10, get: 0x20, set: 0x21, const: 0x41, eq: 0x46,
};
const PARAMETERS_MAX = 8;

const section = (id, ...items) => {
  const body = [items.length, ...items.flat()];
  if (body.length > 127) throw new Error('A section of the little module is too long.');
  return [id, body.length, ...body];
};
const name = (text) => [text.length, ...new TextEncoder().encode(text)];

// (import "" "a" (func $ask (param i32 ...) (result i32)))
// (import "" "w" (func $wait (result i32)))
// (func (export "f") (param i32 ...) (result i32) (local $answer i32)
//   (local.set $answer (call $ask ...))
//   (if (i32.eq $answer WAITS) (then (call $wait)) (else $answer)))
function moduleBytes(count) {
  const kinds = Array(count).fill(I32);
  const gets = Array.from({ length: count }, (_, i) => [OP.get, i]).flat();
  const asked = [...gets, OP.call, 0, OP.set, count];
  const waits = [OP.get, count, OP.const, ...WAITS_LEB, OP.eq];
  const chosen = [OP.if, GIVES_I32, OP.call, 1, OP.else, OP.get, count, OP.end];
  const code = [1, 1, I32, ...asked, ...waits, ...chosen, OP.end];
  return Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...section(1, [FUNCTION, count, ...kinds, 1, I32], [FUNCTION, 0, 1, I32]),
    ...section(2, [...name(''), ...name('a'), 0, 0], [...name(''), ...name('w'), 0, 1]),
    ...section(3, [0]),
    ...section(7, [...name('f'), 0, 2]),
    ...section(10, [code.length, ...code])]);
}

const modules = Array.from({ length: PARAMETERS_MAX }, () => undefined);
let waiting;
const wait = new WebAssembly.Suspending(() => waiting);

/** An import of `count` numbers and one result; `ask` gives a number, or a promise to wait for. */
export function suspending(count, ask) {
  modules[count] ??= new WebAssembly.Module(moduleBytes(count));
  const a = (...args) => {
    const answer = ask(...args);
    if (typeof answer !== 'object') return answer;
    waiting = answer;
    return WAITS;
  };
  return new WebAssembly.Instance(modules[count], { '': { a, w: wait } }).exports.f;
}
