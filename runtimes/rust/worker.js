// A Worker that runs one compiled listing: a WebAssembly program over `crates/std-net`.
//
// The program asks by calling an import, and sleeps until it is answered (JSPI). Each of its
// threads is a call of an export, with a stack of its own in memory: whoever has the turn runs.
//
// Invariant: a thread that wakes finds the stack's pointer as it left it, because nobody else runs
// between the answer and the waking.

/// What a panic, a trap and a full stack end with, as a shell would say it.
const ABORTED = 134;

/// The call by which a process ends.
const EXIT = 64;

const text = new TextEncoder();

let exports;
let started;
let now = 0;
let held = new Uint8Array(0);
let out = [];

/// What each thread that sleeps is woken with, by its number.
const sleeping = new Map();

/// The threads that had their first turn.
const begun = new Set();

/// The thread that has the turn.
let current = 0;

const memory = () => new Uint8Array(exports.memory.buffer);

const copied = (pointer, length) => memory().slice(pointer, pointer + length);

/// Ends the turn with a call; comes back with the answer to it.
function asked(line, bytes) {
  const thread = current;
  const answered = new Promise((wake) => sleeping.set(thread, wake));
  const call = { thread, line, bytes, out };
  out = [];
  postMessage({ call });
  return answered;
}

async function call(pointer, length, line) {
  const stack = exports.__stack_pointer.value;
  const reply = await asked(line, copied(pointer, length));
  exports.__stack_pointer.value = stack;
  held = reply;
  return reply.length;
}

/// What a program is told of itself: number, time, arguments.
function environment() {
  const { program, args = [], pid, epochMs } = started;
  const name = `./${program.replace(/^.*\//, '').replace(/\.rs$/, '')}`;
  const words = [name, ...args].map((word) => text.encode(word));
  held = new Uint8Array(16 + words.reduce((sum, word) => sum + 4 + word.length, 0));
  const view = new DataView(held.buffer);
  view.setUint32(0, pid, true);
  view.setBigInt64(4, BigInt(Math.floor(epochMs)), true);
  view.setUint32(12, words.length, true);
  let at = 16;
  for (const word of words) {
    view.setUint32(at, word.length, true);
    held.set(word, at + 4);
    at += 4 + word.length;
  }
  return held.length;
}

function write(fd, pointer, length) {
  out.push([fd, new TextDecoder().decode(copied(pointer, length))]);
}

const imports = () => ({
  lab: {
    call: new WebAssembly.Suspending(call),
    take: (pointer) => memory().set(held, pointer),
    write,
    now: () => BigInt(Math.floor(now)),
    environment,
  },
});

/// What Linux says of a program that ends as this one did.
function lastWords(reason) {
  const isFull = reason instanceof RangeError || /out of bounds/.test(reason.message);
  if (!isFull) return `${reason}\n`;
  const name = current === 0 ? 'main' : '<unnamed>';
  return `\nthread '${name}' (${started.pid + current}) has overflowed its stack\n`
    + 'fatal runtime error: stack overflow, aborting\n';
}

/// A thread's first turn.
async function begin(thread) {
  begun.add(thread);
  try {
    if (thread === 0) {
      const { instance } = await instantiated(started.wasm);
      exports = instance.exports;
      await WebAssembly.promising(exports.start)();
    } else {
      exports.__stack_pointer.value = exports.stack();
      await WebAssembly.promising(exports.thread)(thread);
    }
  } catch (reason) {
    out.push([2, lastWords(reason)]);
    const bytes = new Uint8Array(5);
    bytes[0] = EXIT;
    new DataView(bytes.buffer).setInt32(1, ABORTED, true);
    asked(0, bytes);
  }
}

async function instantiated(wasm) {
  const module = wasm instanceof WebAssembly.Module ? wasm : await WebAssembly.compile(wasm);
  return { instance: await WebAssembly.instantiate(module, imports()) };
}

onmessage = ({ data: { boot, start, turn } }) => {
  if (boot) {
    if (!WebAssembly.Suspending) throw new Error('this browser has no JSPI');
    postMessage({ booted: true });
  }
  if (start) started = start;
  if (!turn) return;
  ({ now } = turn);
  current = turn.thread;
  if (!begun.has(current)) {
    begin(current);
    return;
  }
  const wake = sleeping.get(current);
  sleeping.delete(current);
  wake(turn.reply);
};
