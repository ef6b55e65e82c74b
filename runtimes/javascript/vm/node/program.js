// A Node program: its globals, and its beginning.

import { naming } from '../core/callers.js';
import { Console } from '../core/console.js';
import { promiseState, write } from '../core/host.js';
import { clock, leave, nextTick, program } from '../core/loop.js';
import {
  clearImmediate, clearTimeout, setImmediate, setInterval, setTimeout,
} from '../core/timers.js';
import * as web from '../web/index.js';
import { setPage } from '../web/page.js';
import { Buffer } from './buffer.js';
import { builtins, machine } from './builtins.js';
import crypto from './crypto.js';
import { fetch } from './fetch.js';
import { runMain } from './modules.js';
import process, { becomeNode } from './process.js';

const UNSETTLED = 13;

function hidden(values) {
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true,
      enumerable: false });
  }
}

export function startNode({ program: file, args, pid, hostname, env }) {
  becomeNode();
  naming.isOn = true;
  const path = `/home/${file}`;
  process.argv = [process.execPath, path, ...args ?? []];
  process.argv0 = 'node';
  process.pid = pid ?? 1;
  process.env = { HOME: '/home', PATH: '/usr/local/bin:/usr/bin:/bin', USER: 'reader', ...env };
  machine.hostname = hostname ?? 'localhost';
  setPage(undefined, '');
  hidden({
    ...web.globals, global: globalThis, process, Buffer, console: new Console(builtins.util),
    setTimeout, setInterval, setImmediate, clearTimeout, clearInterval: clearTimeout,
      clearImmediate,
    fetch, crypto: crypto.webcrypto,
    queueMicrotask: (call) => { Promise.resolve().then(() => call()).catch(later); },
  });
  builtins.console = globalThis.console;
  const running = runMain(path);
  if (running === undefined) return;
  running.then(undefined, (error) => nextTick(() => { throw error; }, []));
  const { finish } = program;
  program.finish = () => {
    if (promiseState(running) === 0) {
      write(2, `Warning: Detected unsettled top-level await at ${path}\n`);
      process.exitCode ??= UNSETTLED;
      leave(Number(process.exitCode));
    }
    finish();
  };
}

function later(error) {
  nextTick(() => { throw error; }, []);
}

export { clock };
