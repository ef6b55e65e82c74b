// Fits Pyodide's wasm to the lab: a bound on its memory, and a handful of C functions that
// Emscripten leaves empty without threads (they cannot wait there) calling outside instead.
//
// Each such function's body becomes one call of an import that takes six numbers and returns one:
// the function's arguments, zeros, and at the end the function's code. `doors.js` answers it.

import { DOORS } from './doors.js';

const PAGE = 65_536;
const I32 = 0x7f;
const I64 = 0x7e;
const EINVAL = 28;
const OP = { call: 0x10, get: 0x20, set: 0x21, i32: 0x41, wrap: 0xa7, extend: 0xad, i64: 0x42,
  shift: 0x88, drop: 0x1a, end: 0x0b };
const SECTION = { type: 1, import: 2, function: 3, memory: 5, export: 7, code: 10 };

class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  byte() {
    this.at += 1;
    return this.bytes[this.at - 1];
  }

  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }

  take(length) {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  text() {
    return new TextDecoder().decode(this.take(this.number()));
  }

  list(item) {
    return Array.from({ length: this.number() }, () => item(this));
  }
}

function number(value) {
  const bytes = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) + 128);
  }
}

function sections(wasm) {
  const reader = new Reader(wasm, 8);
  const found = [];
  while (reader.at < wasm.length) {
    const id = reader.byte();
    found.push({ id, body: reader.take(reader.number()) });
  }
  return found;
}

function limits(reader) {
  const flags = reader.byte();
  const least = reader.number();
  return flags & 1 ? [flags, least, reader.number()] : [flags, least];
}

// A type's form: only functions have parameters and results that matter here.
function types(body) {
  const reader = new Reader(body);
  return reader.list(() => {
    const form = reader.byte();
    if (form !== 0x60) throw new Error(`Type of form ${form} is not expected in this wasm.`);
    return { parameters: reader.list((it) => it.byte()), results: reader.list((it) => it.byte()) };
  });
}

function imports(body) {
  const reader = new Reader(body);
  return reader.list(() => {
    const [module, name, kind] = [reader.text(), reader.text(), reader.byte()];
    if (kind === 0) return { module, name, kind, type: reader.number() };
    if (kind === 1) {
      reader.byte();
      limits(reader);
    } else if (kind === 2) limits(reader);
    else if (kind === 3) reader.take(2);
    else {
      reader.byte();
      reader.number();
    }
    return { module, name, kind };
  }).filter(({ kind }) => kind === 0);
}

function exportedFunctions(body) {
  const reader = new Reader(body);
  const found = reader.list(() => [reader.text(), reader.byte(), reader.number()]);
  return new Map(found.filter(([, kind]) => kind === 0).map(([name, , index]) => [name, index]));
}

/** One body: the arguments as numbers of 32 bits, filled up to five, the code, the call. */
function doorBody({ parameters, results }, code, door, ending) {
  const pushed = [];
  let count = 0;
  parameters.forEach((kind, i) => {
    const get = [OP.get, ...number(i)];
    if (kind === I32) pushed.push(...get);
    else if (kind === I64) {
      pushed.push(...get, OP.wrap, ...get, OP.i64, 32, OP.shift, OP.wrap);
      count += 1;
    } else throw new Error(`A parameter of type ${kind} cannot leave.`);
    count += 1;
  });
  if (count > 5) throw new Error(`${count} numbers are too many to leave.`);
  for (; count < 5; count += 1) pushed.push(OP.i32, 0);
  const tail = { [I32]: ending === undefined ? [] : [OP.call, ...number(ending)],
    [I64]: [OP.extend], none: [OP.drop] }[results[0] ?? 'none'];
  return [0, ...pushed, OP.i32, code, OP.call, ...number(door), ...tail, OP.end];
}

// What makes a result of a negative number and sets errno: the last call of `shutdown`.
function resultFunction(body) {
  for (let at = body.length - 2; at > 0; at -= 1) {
    if (body[at] === OP.call) return new Reader(body, at + 1).number();
  }
  throw new Error('`shutdown` calls nothing.');
}

const indexOf = (bytes, wanted, from = 0) => (
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(Uint8Array.from(wanted), from));

// A thread's last step is to be joined by the operating system, which was compiled to fail always:
// between giving up the interpreter's lock and taking it again stands only the error's number.
function joinThreads(bodies, release, take) {
  const [given, error] = [[OP.call, ...number(release), OP.set], [OP.i32, EINVAL, OP.set]];
  let joined = 0;
  for (const body of bodies) {
    for (let at = indexOf(body, given); at >= 0; at = indexOf(body, given, at + 1)) {
      const start = at + given.length + 1;
      const isError = indexOf(body.subarray(start), error) === 0;
      const isTaken = indexOf(body.subarray(start + 6), [OP.call, ...number(take)]) === 0;
      if (!isError || !isTaken) continue;
      body[start + 1] = 0;
      joined += 1;
    }
  }
  if (joined !== 1) throw new Error(`${joined} places look like the joining of a thread.`);
}

function patchCode(parts) {
  const imported = imports(parts[SECTION.import]);
  const forms = types(parts[SECTION.type]);
  const kinds = new Reader(parts[SECTION.function]).list((it) => it.number());
  const exported = exportedFunctions(parts[SECTION.export]);
  const bodies = new Reader(parts[SECTION.code]).list((it) => it.take(it.number()).slice());
  const local = (name) => {
    if (!exported.has(name)) throw new Error(`The wasm exports no function ${name}.`);
    return exported.get(name) - imported.length;
  };
  const door = imported.findIndex(({ name }) => name === '__syscall_socket');
  const ending = resultFunction(bodies[local('shutdown')]);
  for (const [name, { code, sets }] of Object.entries(DOORS)) {
    const at = local(name);
    const body = doorBody(forms[kinds[at]], code, door, sets === 'errno' ? ending : undefined);
    bodies[at] = Uint8Array.from(body);
  }
  joinThreads(bodies, exported.get('PyEval_SaveThread'), exported.get('PyEval_RestoreThread'));
  const total = [number(bodies.length), ...bodies.flatMap((body) => [number(body.length), body])];
  return Buffer.concat(total.map((part) => Uint8Array.from(part)));
}

/** The wasm with its memory bound to `bytesMax`, and its doors. */
export function link(wasm, bytesMax) {
  const found = sections(wasm);
  const parts = Object.fromEntries(found.map(({ id, body }) => [id, body]));
  const memory = new Reader(parts[SECTION.memory], 1);
  const [, least] = limits(memory);
  const replaced = {
    [SECTION.memory]: Uint8Array.from([1, 1, ...number(least), ...number(bytesMax / PAGE)]),
    [SECTION.code]: patchCode(parts),
  };
  const whole = [wasm.subarray(0, 8)];
  for (const { id, body } of found) {
    const bytes = replaced[id] ?? body;
    whole.push(Uint8Array.from([id, ...number(bytes.length)]), bytes);
  }
  return Buffer.concat(whole);
}
