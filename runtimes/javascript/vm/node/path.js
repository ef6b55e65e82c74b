// `path`, as on Linux.

function clean(parts, isAbsolute) {
  const kept = [];
  for (const part of parts) {
    if (part === '' || part === '.') continue;
    if (part !== '..') kept.push(part);
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (!isAbsolute) kept.push('..');
  }
  return kept.join('/');
}

function normalize(path) {
  if (path === '') return '.';
  const isAbsolute = path[0] === '/';
  const slash = path.endsWith('/') ? '/' : '';
  const cleaned = clean(path.split('/'), isAbsolute);
  if (cleaned === '') return isAbsolute ? '/' : slash === '' ? '.' : './';
  return (isAbsolute ? '/' : '') + cleaned + slash;
}

export function resolve(...paths) {
  let path = '';
  for (const part of ['/home', ...paths].reverse()) {
    if (part === '') continue;
    path = path === '' ? part : `${part}/${path}`;
    if (part[0] === '/') break;
  }
  return `/${clean(path.split('/'), true)}`;
}

const join = (...parts) => normalize(parts.filter((part) => part !== '').join('/'));

export function dirname(path) {
  const at = path.replace(/\/+$/, '').lastIndexOf('/');
  return at < 0 ? '.' : at === 0 ? '/' : path.slice(0, at);
}

function basename(path, suffix) {
  const base = path.replace(/\/+$/, '').split('/').at(-1);
  return suffix && base !== suffix && base.endsWith(suffix) ? base.slice(0, -suffix.length) : base;
}

function extname(path) {
  const base = basename(path);
  const at = base.lastIndexOf('.');
  return at <= 0 ? '' : base.slice(at);
}

function relative(from, to) {
  const [one, other] = [resolve(from).split('/'), resolve(to).split('/')];
  let same = 0;
  while (same < one.length && same < other.length && one[same] === other[same]) same += 1;
  return [...one.slice(same).filter(Boolean).map(() => '..'), ...other.slice(same)].join('/');
}

function parse(path) {
  const [base, ext] = [basename(path), extname(path)];
  const root = path[0] === '/' ? '/' : '';
  const dir = path.includes('/') ? dirname(path) : '';
  return { root, dir, base, ext, name: basename(path, ext) };
}

function format({ dir, root = '', base, name = '', ext = '' }) {
  const last = base ?? name + ext;
  const folder = dir ?? root;
  return folder === '' ? last : folder.endsWith('/') ? folder + last : `${folder}/${last}`;
}

const path = {
  sep: '/', delimiter: ':', normalize, resolve, join, dirname, basename, extname, relative, parse,
  format, isAbsolute: (text) => text[0] === '/', toNamespacedPath: (text) => text,
};
path.posix = path;

export default path;
