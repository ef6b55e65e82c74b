// `console`, as Node has it: what is printed goes to standard output, warnings to standard error.

import { write } from './host.js';
import { clock } from './loop.js';

const BARS = {
  top: ['┌', '┬', '┐'], middle: ['├', '┼', '┤'], bottom: ['└', '┴', '┘'],
};

function widthOf(text) {
  let width = 0;
  for (const character of text) {
    const code = character.codePointAt(0);
    const isWide = (code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0xa4cf)
      || (code >= 0xac00 && code <= 0xd7a3) || (code >= 0xf900 && code <= 0xfaff)
      || (code >= 0xff00 && code <= 0xff60) || (code >= 0x1f300 && code <= 0x1faff);
    width += isWide ? 2 : 1;
  }
  return width;
}

function drawTable(head, rows) {
  const widths = head.map((_, at) =>
    Math.max(...[head, ...rows].map((row) => widthOf(row[at] ?? ''))) + 2);
  const bar = ([left, between, right]) =>
    left + widths.map((width) => '─'.repeat(width)).join(between) + right;
  const line = (row) => `│${row.map((cell, at) =>
    ` ${cell}${' '.repeat(widths[at] - widthOf(cell) - 1)}`).join('│')}│`;
  return [bar(BARS.top), line(head), bar(BARS.middle), ...rows.map(line), bar(BARS.bottom)]
    .join('\n');
}

/// The lines of `console.table`, or nothing where the data is no table.
function table(data, columns, inspect) {
  if (data === null || typeof data !== 'object') return undefined;
  const shown = (value) => inspect(value, { depth: 0, maxArrayLength: 3, breakLength: Infinity });
  const isMap = data instanceof Map;
  const entries = isMap || data instanceof Set ? [...data.entries()] : Object.entries(data);
  const keys = [];
  let hasValues = false;
  for (const [, value] of entries) {
    if (value !== null && typeof value === 'object') {
      for (const key of Object.keys(value)) if (!keys.includes(key)) keys.push(key);
    } else hasValues = true;
  }
  const names = columns ?? keys;
  const head = ['(index)', ...names, ...(hasValues ? ['Values'] : [])];
  const rows = entries.map(([index, value], at) => {
    const isObject = value !== null && typeof value === 'object';
    const cells = names.map((name) =>
      (isObject && Object.hasOwn(value, name) ? shown(value[name]) : ''));
    if (hasValues) cells.push(isObject ? '' : shown(value));
    return [isMap ? shown(index) : String(data instanceof Set ? at : index), ...cells];
  });
  return drawTable(head, rows);
}

function elapsed(ns) {
  const ms = ns / 1e6;
  if (ms >= 60_000) {
    return `${Math.floor(ms / 60_000)}:${(ms % 60_000 / 1000).toFixed(3)} (m:ss.mmm)`;
  }
  return ms >= 1000 ? `${(ms / 1000).toFixed(3)}s` : `${Number(ms.toPrecision(6)).toString()}ms`;
}

export class Console {
  #indent = '';
  #counts = new Map();
  #timers = new Map();
  #util;

  constructor(util) {
    this.#util = util;
    // Node's methods work without their console: `.on('error', console.error)`.
    for (const name of Object.getOwnPropertyNames(Console.prototype)) {
      if (name !== 'constructor') {
        Object.defineProperty(this, name,
          { value: this[name].bind(this), writable: true, configurable: true, enumerable: true });
      }
    }
  }

  #print(fd, args) {
    const text = this.#util.format(...args);
    const indented = this.#indent === '' ? text
      : text.split('\n').map((line) => this.#indent + line).join('\n');
    write(fd, `${indented}\n`);
  }

  log(...args) { this.#print(1, args); }

  info(...args) { this.#print(1, args); }

  debug(...args) { this.#print(1, args); }

  error(...args) { this.#print(2, args); }

  warn(...args) { this.#print(2, args); }

  trace(...args) {
    const here = new Error();
    const text = this.#util.format(...args);
    const frames = here.stack.split('\n').slice(1).join('\n');
    this.#print(2, [`Trace${text ? `: ${text}` : ''}${frames ? `\n${frames}` : ''}`]);
  }

  dir(value, options) {
    this.#print(1, [this.#util.inspect(value, { customInspect: false, ...options })]);
  }

  dirxml(...args) { this.#print(1, args); }

  assert(condition, ...args) {
    if (condition) return;
    if (typeof args[0] === 'string') args[0] = `Assertion failed: ${args[0]}`;
    else args.unshift('Assertion failed');
    this.#print(2, args);
  }

  table(data, columns) {
    const text = table(data, columns, this.#util.inspect);
    this.#print(1, text === undefined ? [data] : [text]);
  }

  count(label = 'default') {
    const count = (this.#counts.get(`${label}`) ?? 0) + 1;
    this.#counts.set(`${label}`, count);
    this.#print(1, [`${label}: ${count}`]);
  }

  countReset(label = 'default') { this.#counts.delete(`${label}`); }

  time(label = 'default') { this.#timers.set(`${label}`, clock.ns); }

  timeLog(label = 'default', ...args) {
    const since = this.#timers.get(`${label}`);
    if (since !== undefined) this.#print(1, [`${label}: ${elapsed(clock.ns - since)}`, ...args]);
  }

  timeEnd(label = 'default') {
    this.timeLog(label);
    this.#timers.delete(`${label}`);
  }

  group(...args) {
    if (args.length > 0) this.#print(1, args);
    this.#indent += '  ';
  }

  groupCollapsed(...args) { this.group(...args); }

  groupEnd() { this.#indent = this.#indent.slice(2); }

  clear() {}
}
