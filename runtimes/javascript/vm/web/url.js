// URL and URLSearchParams: the parts of the URL Standard that programs on hosts need.

import { decode, encode } from '../core/host.js';

const PORTS = { 'http:': '80', 'ws:': '80', 'https:': '443', 'wss:': '443', 'ftp:': '21',
  'file:': '' };
const inspectCustom = Symbol.for('nodejs.util.inspect.custom');

/// Characters that are percent-encoded, beside controls and what is no ASCII (URL §1.3).
const SETS = {
  path: ' "#<>?`{}^', query: ' "#<>\'', fragment: ' "<>`', user: ' "#<>?`{}/:;=@[]\\^|',
};

function percent(text, set) {
  let out = '';
  for (const character of text) {
    const code = character.codePointAt(0);
    if (code > 0x20 && code < 0x7f && !SETS[set].includes(character)) out += character;
    else {
      for (const byte of encode(character)) {
        out += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
      }
    }
  }
  return out;
}

/// Percent-decoding that never fails (URL §1.3).
export function decodePercent(text) {
  if (!text.includes('%')) return text;
  const bytes = encode(text);
  const out = [];
  for (let at = 0; at < bytes.length; at += 1) {
    const digits = String.fromCharCode(bytes[at + 1] ?? 0, bytes[at + 2] ?? 0);
    if (bytes[at] === 37 && /^[0-9a-f]{2}$/i.test(digits)) {
      out.push(Number.parseInt(digits, 16));
      at += 2;
    } else out.push(bytes[at]);
  }
  return decode(Uint8Array.from(out));
}

function invalid(input, base) {
  const error = new TypeError('Invalid URL');
  error.code = 'ERR_INVALID_URL';
  error.input = input;
  if (base !== undefined) error.base = base;
  const stack = String(error.stack);
  Object.defineProperty(error, 'stack',
    { value: stack.replace(/^TypeError:/, 'TypeError:'), writable: true, configurable: true });
  return error;
}

function ipv4(host) {
  const parts = host.replace(/\.$/, '').split('.');
  if (!/^(0x[0-9a-f]*|\d+)$/i.test(parts.at(-1))) return undefined;
  if (parts.length > 4) return null;
  const numbers = parts.map((part) => (/^0x/i.test(part) ? Number.parseInt(part, 16)
    : /^0\d/.test(part) ? Number.parseInt(part, 8) : /^\d+$/.test(part) ? Number(part) : NaN));
  if (numbers.some((number) => Number.isNaN(number))) return null;
  const last = numbers.pop();
  if (numbers.some((number) => number > 255) || last >= 256 ** (4 - numbers.length)) return null;
  const value = numbers.reduce((sum, number, at) => sum + number * 256 ** (3 - at), last);
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

function parseHost(text, isSpecial) {
  if (text.startsWith('[')) return /^\[[0-9a-f:.]+\]$/i.test(text) ? text.toLowerCase() : null;
  if (!isSpecial) return /[\0\t\n\r #/<>?@[\\\]^|]/.test(text) ? null : text;
  const host = decodePercent(text).toLowerCase();
  if (host === '' || /[\0-\x20#%/:<>?@[\\\]^`{|}\x7f]/.test(host)) return null;
  const address = ipv4(host);
  return address === undefined ? host : address;
}

function dots(path) {
  const out = [];
  const parts = path.split('/');
  for (let at = 1; at < parts.length; at += 1) {
    const plain = parts[at].replace(/%2e/gi, '.');
    if (plain === '..') out.pop();
    else if (plain !== '.') out.push(parts[at]);
    if ((plain === '..' || plain === '.') && at === parts.length - 1) out.push('');
  }
  return `/${out.join('/')}`;
}

/// The parts of a URL, or nothing (URL §4.4).
function parse(input, base) {
  const text = String(input).replace(/^[\0-\x20]+|[\0-\x20]+$/g, '').replace(/[\t\n\r]/g, '');
  const [, beforeHash, hash] = /^([^#]*)(#.*)?$/s.exec(text);
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(beforeHash);
  const fragment = hash === undefined || hash === '#' ? ''
    : `#${percent(hash.slice(1), 'fragment')}`;
  if (scheme === null) return base === undefined ? undefined : relative(beforeHash, fragment, base);
  const protocol = `${scheme[1].toLowerCase()}:`;
  const rest = beforeHash.slice(scheme[0].length);
  const isSpecial = protocol in PORTS;
  if (isSpecial && base?.protocol === protocol && !/^[/\\]/.test(rest)) {
    return relative(rest, fragment, base);
  }
  if (!isSpecial && !rest.startsWith('//')) {
    const [, path, search] = /^([^?]*)(\?.*)?$/s.exec(rest);
    return { protocol, username: '', password: '', hostname: '', port: '', isOpaque: true,
      pathname: path, search: search === '?' ? '' : search ?? '', hash: fragment };
  }
  return authority(protocol, isSpecial ? rest.replace(/^[/\\]*/, '') : rest.slice(2), fragment,
    isSpecial);
}

function authority(protocol, text, hash, isSpecial) {
  const end = text.search(isSpecial ? /[/\\?]/ : /[/?]/);
  const head = end < 0 ? text : text.slice(0, end);
  const at = head.lastIndexOf('@');
  const user = at < 0 ? '' : head.slice(0, at);
  const place = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(head.slice(at + 1));
  if (place === null) return undefined;
  const isFile = protocol === 'file:';
  const hostname = isFile && place[1] === '' ? '' : parseHost(place[1], isSpecial);
  if (hostname === null) return undefined;
  const number = place[2] ? String(Number(place[2])) : '';
  if (Number(number) > 65535) return undefined;
  const [username, ...password] = user.split(':');
  return {
    protocol, hostname, port: number === PORTS[protocol] ? '' : number, hash,
    username: percent(username, 'user'), password: percent(password.join(':'), 'user'),
    ...pathAndSearch(end < 0 ? '' : text.slice(end), isSpecial),
  };
}

function pathAndSearch(text, isSpecial) {
  const [, path, search] = /^([^?]*)(\?.*)?$/s.exec(text);
  const slashed = isSpecial ? path.replace(/\\/g, '/') : path;
  const pathname = slashed === '' ? (isSpecial ? '/' : '') : dots(percent(slashed, 'path'));
  return { pathname, search: search === undefined || search === '?' ? ''
    : `?${percent(search.slice(1), 'query')}` };
}

function relative(text, hash, base) {
  if (base.isOpaque) return undefined;
  const isSpecial = base.protocol in PORTS;
  const plain = isSpecial ? text.replace(/\\(?=[^?]*)/g, '/') : text;
  if (plain.startsWith('//')) return authority(base.protocol, plain.slice(2), hash, isSpecial);
  const { protocol, username, password, hostname, port } = base;
  const same = { protocol, username, password, hostname, port, hash };
  if (plain === '') return { ...same, pathname: base.pathname, search: base.search };
  if (plain.startsWith('?')) {
    return { ...same, pathname: base.pathname, search: plain === '?' ? ''
      : `?${percent(plain.slice(1), 'query')}` };
  }
  const folder = plain.startsWith('/') ? '' : base.pathname.slice(0,
    base.pathname.lastIndexOf('/') + 1);
  return { ...same, ...pathAndSearch(folder + plain, isSpecial) };
}

const form = (text) => encodeURIComponent(text.toWellFormed()).replace(/%20/g, '+')
  .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

export class URLSearchParams {
  #list = [];
  #changed;

  constructor(init = '', changed = undefined) {
    this.#changed = typeof changed === 'function' ? changed : undefined;
    if (typeof init === 'object' && init !== null) {
      const pairs = typeof init[Symbol.iterator] === 'function' ? [...init] : Object.entries(init);
      for (const pair of pairs) {
        const [name, value] = pair;
        this.#list.push([String(name), String(value)]);
      }
    } else this.#parse(String(init));
  }

  #parse(text) {
    const plain = (part) => decodePercent(part.replace(/\+/g, ' '));
    this.#list = text.replace(/^\?/, '').split('&').filter((part) => part !== '').map((part) => {
      const at = part.indexOf('=');
      return at < 0 ? [plain(part), ''] : [plain(part.slice(0, at)), plain(part.slice(at + 1))];
    });
  }

  reset(text) { this.#parse(text); }

  #told() { this.#changed?.(this.toString()); }

  get size() { return this.#list.length; }

  append(name, value) {
    this.#list.push([String(name), String(value)]);
    this.#told();
  }

  delete(name, value) {
    this.#list = this.#list.filter((pair) =>
      pair[0] !== String(name) || (value !== undefined && pair[1] !== String(value)));
    this.#told();
  }

  get(name) { return this.#list.find((pair) => pair[0] === String(name))?.[1] ?? null; }

  getAll(name) { return this.#list.filter((pair) => pair[0] === String(name)).map((pair) =>
    pair[1]); }

  has(name, value) {
    return this.#list.some((pair) =>
      pair[0] === String(name) && (value === undefined || pair[1] === String(value)));
  }

  set(name, value) {
    const first = this.#list.find((pair) => pair[0] === String(name));
    if (first === undefined) return this.append(name, value);
    this.#list = this.#list.filter((pair) => pair[0] !== String(name) || pair === first);
    first[1] = String(value);
    return this.#told();
  }

  sort() {
    this.#list.sort((one, other) => (one[0] < other[0] ? -1 : one[0] > other[0] ? 1 : 0));
    this.#told();
  }

  forEach(call, self) { for (const [name, value] of this.#list) call.call(self, value, name, this);
    }

  entries() { return this.#list.map((pair) => [...pair])[Symbol.iterator](); }

  keys() { return this.#list.map((pair) => pair[0])[Symbol.iterator](); }

  values() { return this.#list.map((pair) => pair[1])[Symbol.iterator](); }

  [Symbol.iterator]() { return this.entries(); }

  toString() { return this.#list.map(([name, value]) => `${form(name)}=${form(value)}`).join('&'); }

  get [Symbol.toStringTag]() { return 'URLSearchParams'; }

  [inspectCustom](depth, options, inspect) {
    const shown = this.#list.map(([name, value]) => `${inspect(name)} => ${inspect(value)}`);
    return shown.length > 0 ? `URLSearchParams { ${shown.join(', ')} }` : 'URLSearchParams {}';
  }
}

export class URL {
  #parts;
  #params;

  constructor(input, base) {
    const parsedBase = base === undefined ? undefined : parse(base);
    if (base !== undefined && parsedBase === undefined) throw invalid(String(input), String(base));
    const parts = parse(input, parsedBase);
    if (parts === undefined) throw invalid(String(input), base === undefined ? undefined
      : String(base));
    this.#parts = parts;
  }

  static canParse(input, base) {
    try {
      return Boolean(new URL(input, base));
    } catch {
      return false;
    }
  }

  static parse(input, base) { return URL.canParse(input, base) ? new URL(input, base) : null; }

  #with(changes) { this.#parts = { ...this.#parts, ...changes }; }

  get protocol() { return this.#parts.protocol; }

  set protocol(value) {
    const protocol = `${String(value).replace(/:.*$/s, '').toLowerCase()}:`;
    if (protocol in PORTS !== this.protocol in PORTS) return;
    this.#with({ protocol, port: this.port === PORTS[protocol] ? '' : this.port });
  }

  get username() { return this.#parts.username; }

  set username(value) { this.#with({ username: percent(String(value), 'user') }); }

  get password() { return this.#parts.password; }

  set password(value) { this.#with({ password: percent(String(value), 'user') }); }

  get hostname() { return this.#parts.hostname; }

  set hostname(value) {
    const hostname = parseHost(String(value), this.protocol in PORTS);
    if (hostname !== null) this.#with({ hostname });
  }

  get port() { return this.#parts.port; }

  set port(value) {
    const digits = /^\d+/.exec(String(value))?.[0] ?? '';
    if (Number(digits) <= 65535) {
      const port = digits === '' ? '' : String(Number(digits));
      this.#with({ port: port === PORTS[this.protocol] ? '' : port });
    }
  }

  get host() { return this.port === '' ? this.hostname : `${this.hostname}:${this.port}`; }

  set host(value) {
    const [, hostname, port] = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?/.exec(String(value));
    this.hostname = hostname;
    if (port) this.port = port;
  }

  get origin() {
    return this.protocol in PORTS && this.protocol !== 'file:' ? `${this.protocol}//${this.host}`
      : 'null';
  }

  get pathname() { return this.#parts.pathname; }

  set pathname(value) {
    if (this.#parts.isOpaque) return;
    const text = String(value);
    this.#with(pathAndSearchOf(text.startsWith('/') ? text : `/${text}`, this.search));
  }

  get search() { return this.#parts.search; }

  set search(value) {
    const text = String(value).replace(/^\?/, '');
    this.#with({ search: text === '' ? '' : `?${percent(text, 'query')}` });
    this.#params?.reset(text);
  }

  get searchParams() {
    this.#params ??= new URLSearchParams(this.search,
      (text) => this.#with({ search: text === '' ? '' : `?${text}` }));
    return this.#params;
  }

  get hash() { return this.#parts.hash; }

  set hash(value) {
    const text = String(value).replace(/^#/, '');
    this.#with({ hash: text === '' ? '' : `#${percent(text, 'fragment')}` });
  }

  get href() {
    const { isOpaque, username, password } = this.#parts;
    const user = username === '' && password === '' ? ''
      : `${username}${password === '' ? '' : `:${password}`}@`;
    const place = isOpaque ? '' : `//${user}${this.host}`;
    return this.protocol + place + this.pathname + this.search + this.hash;
  }

  set href(value) {
    const parts = parse(value);
    if (parts === undefined) throw invalid(String(value));
    this.#parts = parts;
    this.#params?.reset(parts.search);
  }

  toString() { return this.href; }

  toJSON() { return this.href; }

  get [Symbol.toStringTag]() { return 'URL'; }

  [inspectCustom](depth, options, inspect) {
    if (typeof depth === 'number' && depth < 0) return this;
    const fields = ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname',
      'port',
      'pathname', 'search', 'searchParams', 'hash'];
    const shown = Object.fromEntries(fields.map((name) => [name, this[name]]));
    return `URL ${inspect(shown, options)}`;
  }
}

function pathAndSearchOf(path, search) {
  return { pathname: dots(percent(path, 'path')), search };
}
