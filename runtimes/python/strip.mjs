// Python source without its comments and docstrings, each line where it was: a program that runs
// means the same, and a traceback shows the same lines.

const STRING = /(?:[rR][bBfFtT]?|[bBfFtT][rR]?|[uU])?(?:'''|"""|'|")/y;
const WORD = /[\p{L}_][\p{L}\p{N}_]*/uy;
const OPENING = '([{';
const CLOSING = ')]}';

class Scanner {
  constructor(source) {
    this.source = source;
  }

  match(pattern, at) {
    pattern.lastIndex = at;
    return pattern.exec(this.source)?.[0];
  }

  /** Behind the string that begins at `at` with `opening`, its prefix and quotes. */
  string(at, opening) {
    const quote = opening.match(/['"]+$/)[0];
    const prefix = opening.slice(0, -quote.length).toLowerCase();
    const isFormatted = /[ft]/.test(prefix);
    let here = at + opening.length;
    while (!this.source.startsWith(quote, here)) {
      const next = this.source[here];
      if (next === undefined) throw new Error('a string does not end');
      if (next === '\\' && !(isFormatted && this.source[here + 1] === '{')) here += 2;
      else if (isFormatted && next === '{' && this.source[here + 1] === '{') here += 2;
      else if (isFormatted && next === '{') here = this.field(here + 1);
      else here += 1;
    }
    return here + quote.length;
  }

  /** Behind the brace that ends a field of a formatted string. */
  field(start) {
    let depth = 0;
    for (let at = start; ; at += 1) {
      const opening = this.match(STRING, at);
      if (opening) at = this.string(at, opening) - 1;
      else if (OPENING.includes(this.source[at])) depth += 1;
      else if (this.source[at] === '}' && depth === 0) return at + 1;
      else if (CLOSING.includes(this.source[at])) depth -= 1;
    }
  }
}

const lines = (text) => '\n'.repeat(text.split('\n').length - 1);

/** A string that is a whole statement is a docstring, or without effect. */
const isAlone = (source, end) => /^[ \t]*(#.*)?(\n|$)/.test(source.slice(end, end + 200));

/** `source` stripped. `docstrings: 'kept'` leaves them where a program reads its own. */
export function strip(source, { docstrings = 'dropped' } = {}) {
  const scanner = new Scanner(source);
  const parts = [];
  let at = 0;
  let depth = 0;
  let isStart = true;
  while (at < source.length) {
    const opening = scanner.match(STRING, at);
    const word = opening ? undefined : scanner.match(WORD, at);
    const next = source[at];
    let end = at + (word?.length ?? 1);
    let kept;
    if (opening) {
      end = scanner.string(at, opening);
      const isStatement = isStart && depth === 0 && isAlone(source, end);
      if (isStatement && docstrings === 'dropped') kept = `0${lines(source.slice(at, end))}`;
    } else if (next === '#') {
      end = source.indexOf('\n', at);
      if (end < 0) end = source.length;
      kept = '';
    } else if (next === '\\' && source[at + 1] === '\n') end = at + 2;
    parts.push(kept ?? source.slice(at, end));
    if (OPENING.includes(next) && !opening) depth += 1;
    else if (CLOSING.includes(next)) depth -= 1;
    if (next === '\n') isStart = depth === 0;
    else if (!/[ \t\f#]/.test(next)) isStart = false;
    at = end;
  }
  return parts.join('').replace(/[ \t]+$/gm, '');
}
