// What Node writes about an error that nobody caught, and then it ends.

import { write } from './host.js';
import { isReaders, pathOf, placeOf, sources } from './stack.js';
import { syntaxWords } from './messages.js';

/// A syntax error has no frames but the place where the source went wrong.
export function describeSyntax(error, file, shift = 0) {
  const { line = 1, column: raw = 1 } = error.rawPlace ?? missingExport(error, file);
  const column = Math.max(1, raw - (line === 1 ? shift : 0));
  const text = sources.get(pathOf(file))?.split('\n')[line - 1] ?? '';
  const { message, length } = syntaxWords(error.message, text, column);
  Object.defineProperty(error, 'message', { value: message, writable: true, configurable: true });
  const shown = `${file}:${line}\n${text}\n${' '.repeat(column - 1)}${'^'.repeat(length)}\n`;
  Object.defineProperty(error, 'stack', {
    value: `${shown}\n${error.name}: ${message}`, writable: true, configurable: true,
  });
  Object.defineProperty(error, 'arrow', { value: shown, configurable: true });
  return error;
}

/// Where an export is asked for that is not there: the engine does not say.
function missingExport(error, file) {
  const name = /export named '(.*)'$/.exec(error.message)?.[1];
  const lines = (sources.get(pathOf(file)) ?? '').split('\n');
  const line = lines.findIndex((text) => name && /\bimport\b/.test(text) && text.includes(name));
  return line < 0 ? {} : { line: line + 1, column: lines[line].indexOf(name) + 1 };
}

function arrowOf(error, wasThrown) {
  const place = placeOf(error);
  if (place === undefined) return '';
  const text = sources.get(pathOf(place.file))?.split('\n')[place.line - 1] ?? '';
  // V8 points at the statement that threw, if that is the one that made the error.
  const thrown = /\bthrow\s+$/.exec(text.slice(0, place.column - 1));
  const column = thrown === null || !wasThrown ? place.column : thrown.index + 1;
  return `${place.file}:${place.line}\n${text}\n${' '.repeat(column - 1)}^\n\n`;
}

/// The text of an uncaught error as Node prints it, without its version at the end.
export function uncaughtText(error, { inspect, unhandled, emitted, wasThrown, thrownAt }) {
  if (error?.arrow !== undefined) return `${error.stack}\n`;
  const emitter = unhandled(error);
  if (emitter !== undefined) {
    const name = emitter.constructor?.name ?? 'EventEmitter';
    const shown = inspect(error);
    const stack = String(error.stack);
    const on = name === 'EventEmitter' ? '' : ` on ${name} instance`;
    const more =
      `\nEmitted 'error' event${on} at:${emitted(error).map((line) => `\n${line}`).join('')}`;
    const at = shown.startsWith(stack) ? stack.length : shown.length;
    return `${HEAD_OF_EMITTER}${shown.slice(0, at)}${more}${shown.slice(at)}\n`;
  }
  if (error instanceof Error) {
    return `${arrowOf(error, wasThrown)}${plain(inspect(error), error)}\n`;
  }
  const head = thrownAt && isReaders(thrownAt.file) ? `${thrownAt.file}:${thrownAt.line}\n` : '';
  return `${head}Uncaught:\n${inspect(error)}\n`
    + '(Use `node --trace-uncaught ...` to show where the exception was thrown)\n';
}

/// An error without frames stands in brackets where it is a value, but not here.
function plain(shown, error) {
  if (typeof error.stack !== 'string') return `${error.name}: ${error.message}`;
  return shown.startsWith(`[${error.stack}]`) ? error.stack + shown.slice(error.stack.length + 2)
    : shown;
}

const HEAD_OF_EMITTER = "node:events:486\n      throw er; // Unhandled 'error' event\n      ^\n\n";

export const HEAD_OF_PROMISE = 'node:internal/process/promises:394\n'
  + '      new UnhandledPromiseRejection(reason);\n      ^\n\n';

/// What a promise that was rejected with something that is no error says.
export function rejectionError(reason, inspect) {
  const said = typeof reason === 'string' ? reason : inspect(reason);
  const error = new Error('This error originated either by throwing inside of an async function '
    + 'without a catch block, or by rejecting a promise which was not handled with .catch(). The '
    + `promise rejected with the reason "${said}".`);
  error.name = 'UnhandledPromiseRejection';
  error.code = 'ERR_UNHANDLED_REJECTION';
  error.stack = `UnhandledPromiseRejection: ${error.message}\n`
    + '    at throwUnhandledRejectionsMode (node:internal/process/promises:394:7)';
  return error;
}

export function writeError(text) {
  write(2, text);
}
