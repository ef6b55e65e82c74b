// What the wasm imports from outside, where the lab answers instead of the browser.

import { Call, TAG } from './bytes.js';
import { DOORS } from './doors.js';
import { CALLS, WASI_CALLS } from './kernel.js';
import { suspending } from './suspending.js';
import { Randomness } from './randomness.js';

const MACHINE = 0x4c4142;
/** Answered here, at any time: where the interpreter's frames are. */
const LEARN = 0x101;
const OUT_MAX = 65_536;
const EAI_NONAME = -2;
const EAI_SERVICE = -8;
const EAI_FAMILY = -6;
const AF_INET = 2;
const NUMERIC_HOST = 4;
const PASSIVE = 1;
const encoder = new TextEncoder();

// `count` is how many numbers the import takes; `original` answers what the lab does not.
function answered(process, count, original, handler, sign = 1) {
  return suspending(count, (...args) => {
    const asked = process.isRunning ? handler(...args) : undefined;
    if (asked === undefined) return original(...args);
    if (typeof asked === 'number' || asked instanceof Promise) return asked;
    const waited = process.wait(asked);
    return sign < 0 ? waited.then((value) => (value < 0 ? -value : value)) : waited;
  });
}

/**
 * A call that Python code makes itself, as `ioctl(MACHINE, tag, buffer)`: the buffer holds the
 * length of the fields and the fields, and gets the reply behind its first byte.
 */
function machineCall(process, kernel, tag, rest) {
  const at = kernel.view.getUint32(rest, true);
  const length = kernel.view.getUint32(at, true);
  const call = new Call(tag).raw(kernel.bytes(at + 4, length));
  if (tag === TAG.exit) return process.exit(kernel.view.getInt32(at + 4, true));
  const done = (reply) => {
    const answer = reply.bytes.subarray(1);
    kernel.bytes(at, answer.length).set(answer);
    return answer.length;
  };
  return { call, done };
}

function learn(process, kernel, rest) {
  const at = kernel.view.getUint32(rest, true);
  process.python.places.learn(kernel.view.getUint32(at + 4, true));
  return 0;
}

function readLine(process, kernel, iov, count, result) {
  const take = () => {
    const taken = kernel.scatter(process.line, iov, count);
    process.line = process.line.subarray(taken);
    kernel.view.setUint32(result, taken, true);
    return 0;
  };
  if (process.line?.length) return take();
  const done = (reply) => {
    process.line = reply.data().slice();
    return take();
  };
  return { call: new Call(TAG.readLine), done };
}

function writeOut(process, kernel, fd, iov, count, result) {
  const bytes = kernel.joined(iov, count);
  process.write(fd, bytes);
  kernel.view.setUint32(result, bytes.length, true);
  // A flood of output must reach the lab, which bounds it, before it fills this worker.
  return process.outLength < OUT_MAX ? 0 : process.yields(() => 0);
}

/** The lists of `getaddrinfo`, which C frees one block at a time. */
class Names {
  constructor(process, kernel) {
    this.process = process;
    this.kernel = kernel;
  }

  text(at) {
    if (!at) return undefined;
    const { bytes } = this.kernel.memory();
    return new TextDecoder().decode(bytes.slice(at, bytes.indexOf(0, at)));
  }

  lookUp(nodeAt, serviceAt, hint, out) {
    const { kernel } = this;
    const node = this.text(nodeAt);
    const service = this.text(serviceAt);
    const [flags, family, type, protocol] = [0, 4, 8, 12].map((i) => (
      hint ? kernel.view.getInt32(hint + i, true) : 0));
    if (node === undefined && service === undefined) return EAI_NONAME;
    if (family !== 0 && family !== AF_INET) return family === 10 ? EAI_NONAME : EAI_FAMILY;
    const port = servicePort(service);
    if (port === undefined) return EAI_SERVICE;
    const give = (addresses) => this.give(out, addresses, port, type, protocol);
    if (node === undefined) return give([flags & PASSIVE ? [0, 0, 0, 0] : [127, 0, 0, 1]]);
    const numeric = parseAddress(node);
    if (numeric) return give([numeric]);
    if (flags & NUMERIC_HOST) return EAI_NONAME;
    const done = (reply) => {
      const count = reply.u32();
      const found = Array.from({ length: count }, () => [0, 0, 0, 0].map(() => reply.u8()));
      return count ? give(found) : EAI_NONAME;
    };
    const after = (value) => (value < -20 ? EAI_NONAME : value);
    return { call: new Call(TAG.resolve).text(node), done, after };
  }

  give(out, addresses, port, type, protocol) {
    const kinds = [[1, 6], [2, 17], [3, 0]].filter(([kind, number]) => (!type || type === kind)
      && (!protocol || protocol === number || (!number && type === kind)));
    const all = addresses.flatMap((octets) => kinds.map((kind) => [octets, ...kind]));
    let next = 0;
    for (const [octets, kind, number] of all.reverse()) {
      next = this.entry(octets, port, kind, number || protocol, next);
    }
    this.kernel.view.setUint32(out, next, true);
    return next ? 0 : -7;
  }

  // struct addrinfo: flags, family, type, protocol, length, address, name, next.
  entry(octets, port, kind, protocol, next) {
    const { malloc } = this.process.python.exports;
    const info = malloc(32);
    const address = malloc(16);
    const { view } = this.kernel;
    const fields = [0, AF_INET, kind, protocol, 16, address, 0, next];
    fields.forEach((field, i) => view.setInt32(info + 4 * i, field, true));
    this.kernel.bytes(address, 16).set([AF_INET, 0, port >> 8, port & 255, ...octets,
      0, 0, 0, 0, 0, 0, 0, 0]);
    return info;
  }
}

const PORTS = { ftp: 21, ssh: 22, telnet: 23, smtp: 25, domain: 53, http: 80, pop3: 110, ntp: 123,
  imap2: 143, https: 443 };

function servicePort(service) {
  if (service === undefined) return 0;
  if (/^\d+$/.test(service)) return Number(service) & 0xffff;
  return PORTS[service];
}

/** The octets of a numeric address as inet_aton(3) takes it: one to four numbers. */
function parseAddress(text) {
  const parts = text.split('.');
  const isNumber = (part) => /^(0x[0-9a-f]+|\d+)$/i.test(part);
  if (parts.length > 4 || !parts.every(isNumber)) return undefined;
  const numbers = parts.map((part) => (/^0\d/.test(part) ? parseInt(part, 8) : Number(part)));
  const last = numbers.pop();
  const isTooLarge = last >= 256 ** (4 - numbers.length);
  if (isTooLarge || numbers.some((number) => number > 255)) return undefined;
  const rest = Array.from({ length: 4 - numbers.length }, (_, i) => Math.floor(
    last / 256 ** (3 - numbers.length - i)) % 256);
  return [...numbers, ...rest];
}

const REALTIME = 0;

function clock(process, kernel, id, at) {
  kernel.view.setBigInt64(at, process.time(id === REALTIME), true);
  return 0;
}

const ENOSYS = 52;
const isIdent = (code) => code === DOORS.PyThread_get_thread_ident.code
  || code === DOORS.PyThread_get_thread_ident_ex.code;
// How many numbers each takes, where it is not three.
const SOCKET_CALLS = ['bind', 'connect', 'listen', 'accept4', 'sendto', 'recvfrom', 'sendmsg',
  'recvmsg', 'getsockname', 'getpeername', 'getsockopt', 'socket'];
const COUNTS = {
  ...Object.fromEntries(SOCKET_CALLS.map((name) => [`__syscall_${name}`, 6])),
  __syscall_dup: 1, fd_close: 1, fd_read: 4, fd_write: 4,
};
const EMPTY = () => null;

/** Replaces, among `imports`, what would reach the browser or must wait for the lab. */
export function supply(imports, process, kernel) {
  const { env, wasi_snapshot_preview1: wasi } = imports;
  const original = { ...env };
  const names = new Names(process, kernel);
  for (const [name, handler] of Object.entries(CALLS)) {
    env[name] = answered(process, COUNTS[name] ?? 3, env[name], (...args) => (
      handler(kernel, ...args)));
  }
  for (const [name, handler] of Object.entries(WASI_CALLS)) {
    const own = streams[name];
    const whole = (...args) => own?.(process, kernel, ...args) ?? handler(kernel, ...args);
    wasi[name] = answered(process, COUNTS[name], wasi[name], whole, -1);
  }
  const ownIoctl = original.__syscall_ioctl;
  const outside = (fd, request, rest) => (fd === MACHINE && request === LEARN
    ? learn(process, kernel, rest) : ownIoctl(fd, request, rest));
  env.__syscall_ioctl = answered(process, 3, outside, (fd, request, rest) => (fd === MACHINE
    ? machineCall(process, kernel, request, rest)
    : CALLS.__syscall_ioctl(kernel, fd, request, rest)));
  // Which thread runs is asked before anything runs, too.
  const early = (...args) => (isIdent(args[5]) ? process.currentIdent() : -ENOSYS);
  env.__syscall_socket = answered(process, 6, early, (...args) => (
    CALLS.__syscall_socket(kernel, ...args)));
  env.getaddrinfo = answered(process, 4, () => EAI_NONAME, (...args) => names.lookUp(...args));
  // What Pyodide puts before these calls for its own sockets: it has none here.
  for (const name of ['_maybe_connect_async', '_maybe_recvfrom_async', '_maybe_sendto_async',
    '_maybe_poll_async']) env[name] = EMPTY;
  env._try_fcntl64 = () => 0;
  env._Py_CheckEmscriptenSignals_Helper = suspending(0, () => process.check());
  env.exit = wasi.proc_exit = (status) => {
    process.exit(status);
    throw new Error(`exit ${status}`);
  };
  supplyWorld(imports, process, kernel);
}

const streams = {
  fd_read: (process, kernel, fd, ...rest) => (fd === 0
    ? readLine(process, kernel, ...rest) : undefined),
  fd_write: (process, kernel, fd, ...rest) => (fd === 1 || fd === 2
    ? writeOut(process, kernel, fd, ...rest) : undefined),
};

// Time, chance and the place on Earth are the lab's.
function supplyWorld({ env, wasi_snapshot_preview1: wasi }, process, kernel) {
  const randomness = new Randomness(process);
  wasi.random_get = (at, length) => {
    randomness.fill(kernel.bytes(at, length));
    return 0;
  };
  wasi.clock_time_get = (id, _, at) => clock(process, kernel, id, at);
  env.emscripten_date_now = () => (process.epochMs ?? 0) + process.now / 1e6;
  env.emscripten_get_now = () => process.now / 1e6;
  const { _gmtime_js: gmtime, _timegm_js: timegm } = env;
  env._localtime_js = (time, at) => {
    gmtime(time, at);
    // Not summer, no offset.
    kernel.view.setInt32(at + 32, 0, true);
    kernel.view.setInt32(at + 36, 0, true);
  };
  env._mktime_js = timegm;
  env._tzset_js = (zone, daylight, standardName, summerName) => {
    kernel.view.setInt32(zone, 0, true);
    kernel.view.setInt32(daylight, 0, true);
    for (const at of [standardName, summerName]) kernel.bytes(at, 4).set(encoder.encode('UTC\0'));
  };
}
