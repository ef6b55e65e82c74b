// `process`: what a Node program knows of itself.

import { runJobs, write } from '../core/host.js';
import { clock, leave, nextTick, program } from '../core/loop.js';
import * as rejections from '../core/rejections.js';
import {
  HEAD_OF_PROMISE, rejectionError, uncaughtText, writeError,
} from '../core/uncaught.js';
import { EventEmitter, UNHANDLED } from './events.js';
import { inspect } from './inspect.js';
import { stdin, stdout, stderr } from './stdio.js';

export const NODE_VERSION = 'v22.21.1';

const process = Object.create(EventEmitter.prototype);
EventEmitter.call(process);
Object.defineProperty(process, 'constructor', { value: function process() {}, enumerable: false });

let isLeaving = false;

function exitStatus(code) {
  const status = code ?? process.exitCode ?? 0;
  return Number(status) & 255;
}

function exit(code) {
  if (code !== undefined) process.exitCode = code;
  if (!isLeaving) {
    isLeaving = true;
    process._exiting = true;
    process.emit('exit', exitStatus());
  }
  leave(exitStatus());
}

function hrtime(since) {
  const [s, ns] = [Math.floor(clock.ns / 1e9), Math.round(clock.ns % 1e9)];
  if (since === undefined) return [s, ns];
  const late = ns < since[1];
  return [s - since[0] - (late ? 1 : 0), ns - since[1] + (late ? 1e9 : 0)];
}
hrtime.bigint = () => BigInt(Math.round(clock.ns));

function emitWarning(warning, type, code) {
  const kind = typeof type === 'object' ? type?.type : type;
  const error = warning instanceof Error ? warning : new Error(String(warning));
  if (!(warning instanceof Error)) error.name = kind ?? 'Warning';
  const marked = code === undefined ? '' : `[${code}] `;
  nextTick(() => {
    process.emit('warning', error);
    const said = `(node:${process.pid}) ${marked}${error.name}: ${error.message}\n`;
    write(2, said + WARNING_TRACE.replace('@', error.name === 'DeprecationWarning'
      ? '--trace-deprecation' : '--trace-warnings'));
  }, []);
}

const WARNING_TRACE = '(Use `node @ ...` to show where the warning was created)\n';

const DATA = {
  title: 'node', arch: 'x64', platform: 'linux', version: NODE_VERSION, execArgv: [],
  execPath: '/usr/local/bin/node', exitCode: undefined, env: {}, argv: [], pid: 1, ppid: 0,
  versions: { node: NODE_VERSION.slice(1), v8: '12.4.254.21-node.33', uv: '1.51.0',
    modules: '127' },
  release: { name: 'node', lts: 'Jod' }, config: {}, features: {},
    allowedNodeEnvironmentFlags: new Set(),
};

Object.assign(process, DATA, {
  nextTick: (callback, ...args) => nextTick(callback, args),
  exit, hrtime, emitWarning, stdin, stdout, stderr,
  abort() { leave(134); },
  kill(pid, signal = 'SIGTERM') {
    if (pid === process.pid && process.emit(signal, signal) === false) leave(143);
    return true;
  },
  cwd: () => '/home',
  chdir() {},
  umask: () => 0o22,
  uptime: () => clock.ns / 1e9,
  memoryUsage: Object.assign(() => ({
    rss: 50331648, heapTotal: 6537216, heapUsed: 5242880, external: 1310720, arrayBuffers: 10515,
  }), { rss: () => 50331648 }),
  cpuUsage: () => ({ user: 0, system: 0 }),
  resourceUsage: () => ({}),
  getuid: () => 1000,
  geteuid: () => 1000,
  getgid: () => 1000,
  binding() { throw new Error('process.binding is not there: only ws and Node\'s own modules are.');
    },
});

/// What the interpreter calls when an error comes up from the program's code.
function uncaught(error, origin = 'uncaughtException') {
  if (process.listenerCount('uncaughtExceptionMonitor') > 0) {
    process.emit('uncaughtExceptionMonitor', error, origin);
  }
  if (process.listenerCount('uncaughtException') > 0) {
    try {
      process.emit('uncaughtException', error, origin);
      return;
    } catch (second) {
      fatal(second);
    }
  }
  fatal(error, origin);
}

function fatal(error, origin) {
  if (error?.name === 'InternalError' && /out of memory/.test(error.message)) {
    write(3, 'memory');
    leave(134);
  }
  const head = error?.code === 'ERR_UNHANDLED_REJECTION' ? HEAD_OF_PROMISE : '';
  const text = head + uncaughtText(error, {
    inspect: (value) => inspect(value, { colors: false }),
    unhandled: (value) => value?.[UNHANDLED]?.emitter,
    wasThrown: origin !== 'unhandledRejection',
    emitted: (value) => value[UNHANDLED].frames,
  });
  writeError(text);
  writeError(`\nNode.js ${NODE_VERSION}\n`);
  process.exitCode ??= 1;
  if (process.exitCode === 0) process.exitCode = 1;
  try {
    exit();
  } catch {
    leave(7);
  }
}

function unhandledRejection(reason, promise) {
  if (process.listenerCount('unhandledRejection') > 0) {
    try {
      process.emit('unhandledRejection', reason, promise);
    } catch (error) {
      uncaught(error);
    }
    return;
  }
  const error = reason instanceof Error ? reason : rejectionError(reason, inspect);
  uncaught(error, 'unhandledRejection');
}

/// The loop is empty: the program may put something into it yet, or else it is over.
function atEnd() {
  process.emit('beforeExit', exitStatus());
  runJobs();
}

export function becomeNode() {
  program.uncaught = uncaught;
  program.settleRejections = () => rejections.settle(unhandledRejection);
  program.atEnd = atEnd;
  program.finish = () => exit();
  program.interrupt = () => process.emit('SIGINT', 'SIGINT');
}

export default process;
