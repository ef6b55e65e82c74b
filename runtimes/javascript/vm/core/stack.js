// Stacks as V8 writes them, with the reader's own files in them and none of ours.

import { callSite } from './call_site.js';
import { callerNames, CALLS, methodName } from './callers.js';
import { propertyColumn, wordsOfV8 } from './messages.js';

const FRAMES_MAX = 10;
/// Deep enough to find the reader's frame behind those of streams and of `ws`.
const FRAMES_SEEN = 100;
/// Our own files are one script of this name; `ws` and what it stands on are a part of it.
export const LAYER = 'node:internal';

/// Where the reader's files lie, and what the text of each is.
export const sources = new Map();
/// A module's name is its URL; what was put before the first line of a file is not the reader's.
export const wrapped = new Map();

export const isReaders = (file) => typeof file === 'string' && sources.has(pathOf(file));

export function pathOf(file) {
  return file.startsWith('file://') ? file.slice(7) : file;
}

function column(frame, file) {
  return place(file, frame.getLineNumber(), frame.getColumnNumber()).column;
}

/// A place of the reader's text, without what was put before its first line.
function place(file, line, raw) {
  const at = line === 1 ? Math.max(1, raw - (wrapped.get(file) ?? 0)) : raw;
  return { line, column: beforeNew(file, line, at) };
}

function siteOf(file, line, raw) {
  const at = line === 1 ? Math.max(1, raw - (wrapped.get(file) ?? 0)) : raw;
  const site = callSite(sources.get(pathOf(file)) ?? '', file, line, at);
  return { line: site.line, column: beforeNew(file, site.line, site.column) };
}

function beforeNew(file, line, at) {
  // QuickJS names the place of the class, V8 that of `new` before it.
  const text = lineOf(file, line);
  const before = /\bnew\s+$/.exec(text.slice(0, at - 1));
  return before === null ? at : before.index + 1;
}

let split = { file: '', lines: [] };

/// A line of one of the reader's files.
export function lineOf(file, line) {
  if (split.file !== file) split = { file, lines: (sources.get(pathOf(file)) ?? '').split('\n') };
  return split.lines[line - 1] ?? '';
}

function frameText(frame, caller, shift) {
  const name = frame.getFunctionName();
  const file = frame.getFileName();
  if (frame.isNative() || !file) return name ? `    at ${name} (<anonymous>)` : undefined;
  if (!isReaders(file)) return undefined;
  const at = shift === undefined ? siteOf(file, frame.getLineNumber(), frame.getColumnNumber())
    : { line: frame.getLineNumber(), column: shift(column(frame, file),
      lineOf(file, frame.getLineNumber())) };
  const place = `${file}:${at.line}:${at.column}`;
  if (caller !== undefined) return `    at ${methodName(caller, name)} (${place})`;
  if (!name) return `    at ${place}`;
  if (name === '<eval>') return `    at ${place}`;
  if (name === MAIN) return `    at Object.<anonymous> (${place})`;
  return `    at ${name} (${place})`;
}

/// The name of the function that a CommonJS file is wrapped in.
export const MAIN = '__file';

function prepareStackTrace(error, frames) {
  if (error instanceof SyntaxError && frames.length > 0 && !frames[0].getFunctionName()) {
    const [at] = frames;
    const rawPlace = { file: at.getFileName(), line: at.getLineNumber(),
      column: at.getColumnNumber() };
    Object.defineProperty(error, 'rawPlace', { value: rawPlace, configurable: true });
  }
  wordsOfV8(error, frames, { sources, column });
  let head;
  try {
    head = String(Error.prototype.toString.call(error));
  } catch {
    head = 'Error';
  }
  const lines = [];
  const callers = callerNames();
  // A native frame says something only between two of the reader's own.
  let pending = [];
  frames.forEach((frame, at) => {
    if (frame.getFunctionName() === CALLS) {
      callers.shift();
      return;
    }
    const caller = frames[at + 1]?.getFunctionName() === 'apply'
      && frames[at + 2]?.getFunctionName() === CALLS ? callers[0] : undefined;
    const text = frameText(frame, caller, at > 0 ? undefined
      : (column, line) => propertyColumn(error.message, line, column));
    if (text === undefined) pending = [];
    else if (frame.isNative()) pending.push(text);
    else {
      lines.push(...pending, text);
      pending = [];
    }
  });
  return [head, ...lines.slice(0, FRAMES_MAX)].join('\n');
}

let readerFrame;

/// The reader's files are known from now on.
export function setSources(files) {
  for (const [path, text] of files) sources.set(path, text);
  const names = [...sources.keys()].map((path) => path.replace(/[^\w/]/g, '\\$&'));
  readerFrame = new RegExp(`[ (]((?:file://)?(?:${names.join('|')})):(\\d+):(\\d+)\\)`);
}

const NOWHERE = { line: 0, file: '' };

/// The innermost frame that is in one of the reader's files. Asked for at every op, so the engine
/// writes the stack itself, which is much cheaper than frames as objects.
export function readerPlace() {
  if (readerFrame === undefined) return NOWHERE;
  const here = {};
  Error.prepareStackTrace = undefined;
  Error.captureStackTrace(here);
  const found = readerFrame.exec(here.stack);
  Error.prepareStackTrace = prepareStackTrace;
  if (found === null) return NOWHERE;
  const [, file, line, column] = found;
  return { line: siteOf(file, Number(line), Number(column)).line, file: pathOf(file) };
}

export function installStacks() {
  Error.stackTraceLimit = FRAMES_SEEN;
  Error.prepareStackTrace = prepareStackTrace;
  Object.defineProperty(Error, 'prepareStackTrace', { enumerable: false });
}

/// Where an error was made, of the first reader's frame in its stack: `{file, line, column}`.
export function placeOf(error) {
  const stack = typeof error?.stack === 'string' ? error.stack : '';
  for (const line of stack.split('\n')) {
    const found = /(?:\(|at )((?:file:\/\/)?\/[^()]*?):(\d+):(\d+)\)?$/.exec(line);
    if (found && isReaders(found[1])) {
      return { file: found[1], line: Number(found[2]), column: Number(found[3]) };
    }
  }
  return undefined;
}
