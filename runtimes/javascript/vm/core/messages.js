// What QuickJS says of an error, in V8's words: readers compare with what Node prints.

const TABLE = [
  [/^cannot read property '(.*)' of (null|undefined)$/s,
    (name, what) => `Cannot read properties of ${what} (reading '${name}')`],
  [/^cannot set property '(.*)' of (null|undefined)$/s,
    (name, what) => `Cannot set properties of ${what} (setting '${name}')`],
  [/^'(.*)' is read-only$/s, () => 'Assignment to constant variable.'],
  [/^(.*) is not initialized$/s, (name) => `Cannot access '${name}' before initialization`],
  [/^class constructors must be invoked with 'new'$/,
    () => "Class constructor cannot be invoked without 'new'"],
  [/^invalid array length$/i, () => 'Invalid array length'],
  [/^Could not find export '(.*)' in module '(?:node:|npm:|file:\/\/)?(.*)'$/s,
    (name, module) =>
      `The requested module '${module}' does not provide an export named '${name}'`],
  [/^invalid repeat count$/i, () => 'Invalid count value'],
  [/^circular reference$/i, () => 'Converting circular structure to JSON'],
  [/^cannot convert symbol to string$/i, () => 'Cannot convert a Symbol value to a string'],
];

/// Rewrites the message of an error that the engine itself threw.
export function wordsOfV8(error, frames, context) {
  const message = error?.message;
  if (typeof message !== 'string' || !(error instanceof Error)) return;
  if (/^(not a function|not a constructor|value is not iterable|.* is not iterable)$/.test(message)
    && error instanceof TypeError) {
    const named = called(frames, context);
    const what = message.replace(/^not/, 'is not').replace(/^.*is not iterable$/,
      'is not iterable');
    if (named) set(error, `${named} ${what}`);
    return;
  }
  for (const [pattern, words] of TABLE) {
    const found = pattern.exec(message);
    if (found) {
      set(error, words(...found.slice(1)));
      return;
    }
  }
}

/// Where V8 sees a property that could not be read or set: at its name, not at what it is of.
export function propertyColumn(message, text, column) {
  const name = /^Cannot (?:read|set) properties of \w+ \(\w+ '(.*)'\)$/s.exec(message ?? '')?.[1];
  if (name === undefined) return column;
  const found = text.slice(column - 1).match(new RegExp(`\\.\\s*(?=${escaped(name)}\\b)`));
  return found === null ? column : column + found.index + found[0].length;
}

const escaped = (name) => name.replace(/[^\w]/g, '\\$&');

function set(error, message) {
  Object.defineProperty(error, 'message',
    { value: message, writable: true, configurable: true, enumerable: false });
}

/// The expression that was called, read off the source at the place of the error.
function called(frames, { sources, column }) {
  const [frame] = frames;
  const file = frame?.getFileName?.();
  if (!file) return undefined;
  const line = sources.get(file.replace(/^file:\/\//, ''))?.split('\n')[frame.getLineNumber() - 1];
  if (line === undefined) return undefined;
  return calledName(line, column(frame, file) - 1);
}

/// The name before the parenthesis at this place, or else before the one that this place is within.
function calledName(line, at) {
  const before = /[\w$.\])]*$/.exec(line.slice(0, at))[0];
  const after = /^[\w$.]*/.exec(line.slice(at))[0];
  const whole = (before + after).replace(/^[^\w$]+/, '');
  const next = line.slice(at + after.length).trimStart()[0];
  if (NAME.test(whole) && (next === '(' || next === undefined || next === ';')) return whole;
  let depth = 0;
  for (let index = at - 1; index >= 0; index -= 1) {
    if (line[index] === ')') depth += 1;
    else if (line[index] === '(' && depth > 0) depth -= 1;
    else if (line[index] === '(') {
      const name = /[\w$.]*$/.exec(line.slice(0, index).trimEnd())[0];
      return NAME.test(name) ? name : undefined;
    }
  }
  return NAME.test(whole) ? whole : undefined;
}

const NAME = /^[\w$]+(\.[\w$]+)*$/;

const SYNTAX = [
  [/^unexpected token in expression: '(.*)'$/s, (token) => unexpected(token)],
  [/^unexpected end of string$/, () => 'Invalid or unexpected token'],
  [/^invalid redefinition of lexical identifier$|^invalid redefinition/,
    (_, word) => `Identifier '${word}' has already been declared`],
  [/^return not in a function$/, () => 'Illegal return statement'],
  [/^expecting '(.*)'$/s, (_, word, token) => unexpected(token)],
  [/^expecting (.*)$/s, (_, word, token) => unexpected(token)],
];

function unexpected(token) {
  if (!token) return 'Unexpected end of input';
  if (/^["'`]/.test(token)) {
    return token[0] === '`' ? 'Unexpected template string' : 'Unexpected string';
  }
  if (/^\d/.test(token)) return 'Unexpected number';
  if (RESERVED.has(token)) return `Unexpected token '${token}'`;
  if (/^[A-Za-z_$\u0080-\uffff]/.test(token)) return `Unexpected identifier '${token}'`;
  return `Unexpected token '${token}'`;
}

const RESERVED = new Set(('break case catch class const continue debugger default delete do else '
  + 'export extends false finally for function if import in instanceof new null return '
  + 'super switch this throw true try typeof var void while with').split(' '));

/// A syntax error at this place of the source, as V8 words it, with the length of what it marks.
export function syntaxWords(message, text, column) {
  const rest = text.slice(column - 1);
  const token = /^(?:[\w$\u0080-\uffff]+|"[^"]*"?|'[^']*'?|=>|\.\.\.|[^\s])/.exec(rest)?.[0] ?? '';
  const before = /([\w$]+)\W*$/.exec(text.slice(0, column - 1))?.[1] ?? '';
  for (const [pattern, words] of SYNTAX) {
    const found = pattern.exec(message);
    if (!found) continue;
    const word = /^[\w$]/.test(token) ? token : before;
    return { message: words(found[1] ?? '', word, token), length: Math.max(1, token.length) };
  }
  return { message, length: Math.max(1, token.length) };
}
