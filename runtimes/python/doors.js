// The C functions that leave by one import, because they wait or because they must know which
// thread runs; and what answers them.

import { Call, TAG } from './bytes.js';

/** `sets: 'errno'`: a negative result is the number of an error. */
export const DOORS = {
  setsockopt: { code: 1, sets: 'errno' },
  select: { code: 2, sets: 'errno' },
  clock_nanosleep: { code: 3 },
  PyThread_get_thread_ident: { code: 4 },
  PyThread_get_thread_ident_ex: { code: 5 },
  PyThread_start_joinable_thread: { code: 6 },
  _PySemaphore_Wait: { code: 8 },
};

const NS_IN_S = 1_000_000_000n;
const TIMER_ABSTIME = 1;
const REALTIME = 0;
const FD_BITS = 1024;
const PARK = { ok: 0, timeout: -2, interrupted: -3 };
const EAGAIN = 6;
/** Where in a semaphore of CPython's the number stands that it was raised by. */
const SEMAPHORE_COUNT = 72;

const sets = (kernel, at, count) => {
  if (!at) return [];
  const bytes = kernel.bytes(at, FD_BITS / 8);
  const found = [];
  for (let fd = 0; fd < count; fd += 1) if (bytes[fd >> 3] & (1 << (fd & 7))) found.push(fd);
  return found;
};

function select(kernel, [count, ...rest]) {
  const places = rest.slice(0, 3);
  const timeAt = rest[3];
  const call = new Call(20);
  for (const at of places) {
    const fds = sets(kernel, at, count);
    call.u32(fds.length);
    for (const fd of fds) call.i32(fd);
  }
  let ms = -1;
  if (timeAt) {
    const us = Number(kernel.view.getBigInt64(timeAt, true)) * 1e6
      + kernel.view.getInt32(timeAt + 8, true);
    ms = Math.min(Math.ceil(us / 1e3), 0x7fffffff);
  }
  const done = (reply) => {
    const ready = reply.i32();
    for (const at of places) {
      const listed = Array.from({ length: reply.u32() }, () => reply.i32());
      if (!at) continue;
      const bytes = kernel.bytes(at, FD_BITS / 8).fill(0);
      for (const fd of listed) bytes[fd >> 3] |= 1 << (fd & 7);
    }
    return ready;
  };
  return { call: call.i32(ms), done };
}

function sleep(process, kernel, [clock, flags, request]) {
  let ns = kernel.view.getBigInt64(request, true) * NS_IN_S
    + BigInt(kernel.view.getInt32(request + 8, true));
  if (flags & TIMER_ABSTIME) ns -= process.time(clock === REALTIME);
  if (ns < 0n) ns = 0n;
  const call = new Call(TAG.nanosleep).i64(ns / NS_IN_S).i64(ns % NS_IN_S);
  return { call, done: () => 0, after: (value) => Math.abs(value) };
}

function startThread(process, kernel, [entry, argument, identAt, handleAt]) {
  const done = (reply) => {
    const id = reply.i32();
    process.starting.set(id, [entry, argument]);
    kernel.view.setUint32(identAt, process.ident(id), true);
    kernel.view.setUint32(handleAt, process.ident(id), true);
    return 0;
  };
  return { call: new Call(TAG.threadStart), done, after: (value) => (value < 0 ? EAGAIN : 0) };
}

// A thread waits on a semaphore of its own, on its stack. Whoever wakes it adds one to a number
// there, which `Process` finds before the next call leaves.
function waitSemaphore(process, kernel, [semaphore, low, high]) {
  const raised = semaphore + SEMAPHORE_COUNT;
  const lower = () => {
    const count = kernel.view.getInt32(raised, true);
    if (count > 0) kernel.view.setInt32(raised, count - 1, true);
    return count > 0;
  };
  if (lower()) return PARK.ok;
  const timeout = (BigInt(high) << 32n) | BigInt(low >>> 0);
  const lock = process.waitsOn(raised);
  const call = new Call(TAG.lockWait).u32(lock).i64(timeout < 0n ? -1n : timeout).i32(-1);
  const done = (reply) => reply.i32();
  const after = (given) => {
    process.waitsNoLonger(raised);
    if (lower()) return PARK.ok;
    return given === 0 ? PARK.timeout : PARK.interrupted;
  };
  return { call, done, after };
}

/** What a function that leaves is answered, by its code; as `CALLS` of kernel.js are. */
export function door(process, kernel, code, given) {
  switch (code) {
    case 2: return select(kernel, given);
    case 3: return sleep(process, kernel, given);
    case 4:
    case 5: return process.currentIdent();
    case 6: return startThread(process, kernel, given);
    case 8: return waitSemaphore(process, kernel, given);
    default: throw new Error(`No function has the code ${code}.`);
  }
}
