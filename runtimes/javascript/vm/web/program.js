// A program of a page: its globals, its scripts in their order, and errors that do not end it.

import { Console } from '../core/console.js';
import { askInput, evaluate, write } from '../core/host.js';
import { clock, enter, newId, program, watch } from '../core/loop.js';
import * as rejections from '../core/rejections.js';
import { sources } from '../core/stack.js';
import {
  clearTimeout, setInterval as startInterval, setTimeout as startTimeout,
} from '../core/timers.js';
import { describeSyntax } from '../core/uncaught.js';
import crypto from '../node/crypto.js';
import { format, inspect } from '../node/inspect.js';
import { fetch } from './browser_fetch.js';
import { document, Element, learn } from './document.js';
import { Event, EventTarget } from './events.js';
import { globals } from './index.js';
import { setPage } from './page.js';
import { URL } from './url.js';

const SCRIPT = 0;
const MODULE = 1;
const COMPILE_ONLY = 32;
const EVENT_INPUT = 12;

function uncaught(error, prefix = 'Uncaught') {
  if (error?.name === 'InternalError' && /out of memory/.test(error.message)) write(3, 'memory');
  const event = new globals.ErrorEvent('error',
    { message: String(error?.message ?? error), error });
  target.dispatchEvent(event);
  const text = error instanceof Error ? error.arrow === undefined ? error.stack
    : `${error.arrow}\n${error.name}: ${error.message}` : inspect(error);
  write(2, `${prefix} ${text}\n`);
}

/// A script of a type that is no JavaScript.
const FOREIGN = /\btype\s*=\s*["']?(?!module|(text|application)\/javascript)\w/i;

const target = new EventTarget();

/// Scripts of a page: `{ text, file, isModule }`, with the lines where they stand.
function scriptsOf(file) {
  const html = sources.get(file);
  const scripts = [];
  for (const found of html.matchAll(/<script\b([^>]*)>([^]*?)<\/script>/gi)) {
    const [, attributes, text] = found;
    const isModule = /\btype\s*=\s*["']?module/i.test(attributes);
    if (FOREIGN.test(attributes)) continue;
    const src = /\bsrc\s*=\s*["']?([^"'\s>]+)/i.exec(attributes)?.[1];
    if (src === undefined) {
      const start = found.index + found[0].indexOf(text, attributes.length);
      const before = html.slice(0, start).split('\n');
      const shift = '\n'.repeat(before.length - 1) + ' '.repeat(before.at(-1).length);
      scripts.push({ text: shift + text, file, isModule });
    } else if (sources.has(src.replace(/^\.?\//, ''))) {
      const name = src.replace(/^\.?\//, '');
      scripts.push({ text: sources.get(name), file: name, isModule });
    } else write(2, `${file}: there is no ${src} in this lab\n`);
  }
  return scripts;
}

function isModuleText(text, file) {
  if (!/^\s*(import|export)\b|\bawait\b/m.test(text)) return false;
  try {
    evaluate(text, file, SCRIPT | COMPILE_ONLY);
    return false;
  } catch {
    return true;
  }
}

function run({ text, file, isModule }) {
  try {
    if (isModule || isModuleText(text, file)) {
      // What it rejects with is told as an unhandled rejection is.
      evaluate(text, file, MODULE);
    } else evaluate(text, file, SCRIPT);
  } catch (error) {
    if (error instanceof SyntaxError && error.rawPlace?.file === file) describeSyntax(error, file);
    throw error;
  }
}

/// Names of modules are names of files.
export function normalize(base, name) {
  const plain = name.replace(/^\.?\//, '');
  if (sources.has(plain)) return plain;
  throw new TypeError(`Failed to resolve module specifier "${name}".`);
}

export const source = (name) => sources.get(name);

/// A line that the reader types goes into the page's first field, and then its form is sent.
function hearInput() {
  const id = newId();
  watch(id, (kind, reader) => {
    if (kind !== EVENT_INPUT) return;
    const line = reader.text();
    if (line !== '') document.typed(line.replace(/\r?\n$/, ''));
  });
  askInput(id);
}

function number(timer) {
  return timer.id;
}

function defineGlobals(location) {
  const values = {
    ...globals, document, location, fetch, crypto: crypto.webcrypto, Element, HTMLElement: Element,
    console: new Console({ format, inspect }),
    window: globalThis, self: globalThis, top: globalThis, parent: globalThis, frames: globalThis,
    name: '', closed: false, origin: location.origin, isSecureContext: false,
    navigator: { userAgent: 'Mozilla/5.0 (lab)', language: 'en-US', languages: ['en-US'],
      onLine: true },
    history: { pushState() {}, replaceState() {}, back() {}, length: 1 },
    localStorage: storage(), sessionStorage: storage(),
    alert: (text = '') => write(1, `${text}\n`),
    confirm: (text = '') => (write(1, `${text}\n`), true),
    prompt: (text = '', value = null) => (write(1, `${text}\n`), value),
    setTimeout: (call, ms, ...args) => number(startTimeout(callable(call), ms, ...args)),
    setInterval: (call, ms, ...args) => number(startInterval(callable(call), ms, ...args)),
    clearTimeout, clearInterval: clearTimeout,
    scroll() {}, scrollTo() {}, scrollBy() {}, focus() {}, blur() {}, close() {}, open: () => null,
    innerWidth: 1024, innerHeight: 768, scrollX: 0, scrollY: 0,
    matchMedia: () => ({ matches: false, addEventListener() {}, removeEventListener() {} }),
    getComputedStyle: () => ({}),
    requestAnimationFrame: (call) => number(startTimeout(() => call(clock.ns / 1e6), 16)),
    cancelAnimationFrame: clearTimeout,
    queueMicrotask: (call) => {
      Promise.resolve().then(() => {
        try {
          call();
        } catch (error) {
          program.uncaught(error);
        }
      });
    },
    addEventListener: (...args) => target.addEventListener(...args),
    removeEventListener: (...args) => target.removeEventListener(...args),
    dispatchEvent: (event) => target.dispatchEvent(event),
  };
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true,
      enumerable: false });
  }
  for (const name of ['load', 'beforeunload', 'unload', 'error', 'online',
    'offline']) onAttribute(name);
}

/// `window.onload = ...`
function onAttribute(name) {
  let handler = null;
  target.addEventListener(name, (event) => handler?.call(globalThis, event));
  Object.defineProperty(globalThis, `on${name}`, {
    configurable: true, get: () => handler,
    set(value) { handler = typeof value === 'function' ? value : null; },
  });
}

const callable = (call) => (typeof call === 'function' ? call
  : () => evaluate(String(call), 'timer', SCRIPT));

function storage() {
  const map = new Map();
  return {
    getItem: (key) => map.get(String(key)) ?? null,
    setItem: (key, value) => { map.set(String(key), String(value)); },
    removeItem: (key) => { map.delete(String(key)); },
    clear: () => map.clear(),
    get length() { return map.size; },
    key: (at) => [...map.keys()][at] ?? null,
  };
}

export function startBrowser({ program: file, hostname, page }) {
  program.uncaught = uncaught;
  program.settleRejections = () =>
    rejections.settle((reason) => uncaught(reason, 'Uncaught (in promise)'));
  const location = new URL(page ?? `http://${hostname ?? 'localhost'}/`);
  setPage(location.href, location.origin);
  Object.assign(location, { reload() {}, assign() {}, replace() {} });
  defineGlobals(location);
  program.remark = (level, text) => write(level === 'error' || level === 'warning' ? 2 : 1,
    `${text}\n`);
  const isPage = /\.html?$/i.test(file);
  if (isPage) learn(sources.get(file));
  const scripts = isPage ? scriptsOf(file)
    : [{ text: sources.get(file), file, isModule: file.endsWith('.mjs') }];
  if (document.hearsInput) hearInput();
  for (const script of scripts) enter(run, script);
  enter(() => document.dispatchEvent(new Event('DOMContentLoaded')));
  enter(() => target.dispatchEvent(new Event('load')));
}
