// The event loop: wishes go out at the end of a turn, and what happened comes in with the next.
//
// Order is Node's: after every callback all of `process.nextTick`, then promise jobs, until neither
// has anything; immediates at the end of a turn (libuv's check phase).

import { Reader, Writer } from './bytes.js';
import { exit, runJobs } from './host.js';
import { readerPlace } from './stack.js';

/// Nobody's thing: its timer only brings the next turn at once.
const WAKE_ID = 1;
const MS = 1e6;
const EVENT_REMARK = 29;

const things = new Map();
const ticks = [];
let immediates = [];
let ops = new Writer();
let count = 0;
let place = { line: 0, file: '' };
let nextId = 2;
let isFirstTurn = true;
let inDrain = false;

/// What the kind of program decides: what happens to an error that nobody caught, and so on.
export const program = {
  uncaught(error) { throw error; },
  settleRejections() { return false; },
  atEnd() {},
  finish() {},
  interrupt: () => false,
  /// What the browser itself has to say; Node says nothing.
  remark() {},
};

export const clock = { ns: 0, epochMs: 0 };

export function newId() {
  return nextId++;
}

/// Whoever is called with `(kind, reader)` when something happens to this thing.
export function watch(id, hear) {
  things.set(id, hear);
}

export function unwatch(id) {
  things.delete(id);
}

/// Begins an op; its fields follow in the writer. The line is the reader's innermost one.
export function op(kind, id, known) {
  const at = known ?? readerPlace();
  if (at.line && (!place.line || !known)) place = at;
  count += 1;
  return ops.u8(kind).u32(id).u32(at.line);
}

export function nextTick(callback, args) {
  ticks.push({ callback, args });
}

export function addImmediate(immediate) {
  immediates.push(immediate);
}

/// Ticks and promise jobs, until there is neither.
export function drain() {
  if (inDrain) return;
  inDrain = true;
  do {
    for (let at = 0; at < ticks.length; at += 1) {
      const { callback, args } = ticks[at];
      try {
        callback(...args);
      } catch (error) {
        program.uncaught(error);
      }
      if (at > 1000) ticks.splice(0, at + 1), at = -1;
    }
    ticks.length = 0;
    runJobs();
  } while (ticks.length > 0 || program.settleRejections());
  inDrain = false;
}

/// Calls the program's code from the loop, as one macrotask.
export function enter(callback, ...args) {
  try {
    callback(...args);
  } catch (error) {
    program.uncaught(error);
  }
  drain();
}

function runImmediates() {
  const due = immediates;
  immediates = [];
  for (const immediate of due) {
    if (!immediate.isCleared) enter(immediate.run);
  }
}

/// Ends the program with this status, once what it asked for before has been done.
export function leave(status) {
  exit(status);
}

/// What goes out at the end of a turn. `u32 line, text file` stand before the ops.
function outgoing() {
  if (immediates.length > 0) {
    // After the first turn a timer of 1 ms has run out, as a start of Node takes longer than that.
    op(9, WAKE_ID, { line: 0 }).u64(isFirstTurn ? MS : 0);
  }
  isFirstTurn = false;
  return takeOps();
}

export function takeOps() {
  const head = new Writer();
  head.u32(place.line).text(place.file).u32(count);
  const all = new Uint8Array(head.length + ops.length);
  all.set(head.bytes.subarray(0, head.length));
  all.set(ops.bytes.subarray(0, ops.length), head.length);
  ops = new Writer();
  count = 0;
  place = { line: 0, file: '' };
  return all;
}

/// The program's first turn.
export function firstTurn(run) {
  enter(run);
  return outgoing();
}

/// A later turn: events in, wishes out.
export function turn(bytes, now) {
  clock.ns = now;
  const reader = new Reader(bytes);
  const events = reader.u32();
  for (let left = events; left > 0; left -= 1) {
    const kind = reader.u8();
    const id = reader.u32();
    const hear = things.get(id);
    if (kind === EVENT_REMARK) program.remark(reader.text(), reader.text());
    else if (hear === undefined) skip(kind, reader);
    else enter(hear, kind, reader);
  }
  runImmediates();
  if (events === 0) {
    enter(program.atEnd);
    if (count === 0 && immediates.length === 0) enter(program.finish);
  }
  return outgoing();
}

/// Reads over the fields of an event for something that is no more.
function skip(kind, reader) {
  const place = () => { reader.text(); reader.u16(); };
  switch (kind) {
    case 1: place(); break;
    case 2: reader.u32(); place(); place(); break;
    case 3: place(); place(); break;
    case 6: reader.text(); reader.text(); reader.i32(); place(); break;
    case 7: case 24: reader.u32(); break;
    case 10: place(); reader.data(); break;
    case 11: reader.list(() => reader.text()); break;
    case 20: reader.text(); reader.text(); break;
    case 21: reader.u8(); reader.data(); break;
    case 22: reader.u8(); reader.u16(); reader.text(); break;
    case 25:
      reader.u16(); reader.text(); reader.list(() => { reader.text(); reader.text(); });
      reader.text();
      break;
    case 31: reader.data(); reader.u8(); break;
    case 4: case 26: case 28: case 12: case 32: reader.data(); break;
    default: break;
  }
}
