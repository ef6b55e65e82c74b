// Where a call stands in the source. QuickJS says the place of the last argument, V8 that of the
// name.

const WALK_MAX = 4_000;
const OPENS = { ')': '(', ']': '[', '}': '{' };
const known = new Map();

/// The place of the name of the call that is going on at this place of a text.
export function callSite(text, key, line, column) {
  const id = `${key}:${line}:${column}`;
  let found = known.get(id);
  if (found === undefined) {
    found = find(text, line, column);
    known.set(id, found);
  }
  return found;
}

function offsetOf(text, line, column) {
  let at = 0;
  for (let left = line - 1; left > 0; left -= 1) {
    at = text.indexOf('\n', at) + 1;
    if (at === 0) return undefined;
  }
  return at + column - 1;
}

function find(text, line, column) {
  const here = { line, column };
  const start = offsetOf(text, line, column);
  if (start === undefined) return here;
  const rest = text.slice(start, start + 200);
  // At the name of a function that is called, or of a class that is made.
  const isCalled = /^[\w$]+(\s*\??\.\s*[\w$]+)*\s*[(`]/.test(rest);
  // An error that is made for the call stands in it: `emit('error', new Error(...))`.
  const isError = /^\w*Error\s*\(/.test(rest) && /\bnew\s+$/.test(text.slice(Math.max(0, start - 9),
    start));
  if (isCalled && !isError) return here;
  const open = opening(text, start);
  if (open === undefined) return here;
  const name = /[\w$]+\s*$/.exec(text.slice(Math.max(0, open - 100), open));
  if (name === null || /^(if|for|while|switch|catch|function)\s*$/.test(name[0])) return here;
  const at = open - name[0].length;
  const before = text.slice(0, at);
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') };
}

/// The parenthesis before this place that is not closed before it.
function opening(text, start) {
  const closed = [];
  for (let at = start - 1; at >= 0 && at > start - WALK_MAX; at -= 1) {
    const character = text[at];
    if (character in OPENS) closed.push(OPENS[character]);
    else if (character === '(' || character === '[' || character === '{') {
      if (closed.length === 0) return character === '(' ? at : undefined;
      if (closed.at(-1) === character) closed.pop();
    } else if (character === "'" || character === '"' || character === '`') {
      // Over a text: to where it begins in the same line.
      const begin = text.lastIndexOf(character, at - 1);
      if (begin > text.lastIndexOf('\n', at)) at = begin;
    }
  }
  return undefined;
}
