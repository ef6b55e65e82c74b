// `url`: the classes, and `parse` as it was before them.

import querystring from './querystring.js';
import { URL, URLSearchParams } from '../web/url.js';
import { resolve as resolvePath } from './path.js';

class Url {
  protocol = null;
  slashes = null;
  auth = null;
  host = null;
  port = null;
  hostname = null;
  hash = null;
  search = null;
  query = null;
  pathname = null;
  path = null;
  href = '';
}

function parse(text, parsesQuery = false, slashesDenoteHost = false) {
  const url = new Url();
  const found =
    /^([a-z][a-z0-9+.-]*:)?(\/\/)?([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/is.exec(String(text).trim());
  const [, protocol, slashes, place, path, search, hash] = found;
  url.protocol = protocol?.toLowerCase() ?? null;
  const hasHost = slashes !== undefined && (protocol !== undefined || slashesDenoteHost);
  let pathname = path;
  if (hasHost) {
    url.slashes = true;
    const [, auth, hostname, port] = /^(?:(.*)@)?([^:]*|\[[^\]]*\])(?::(\d*))?$/.exec(place);
    url.auth = auth === undefined ? null : decodeURIComponent(auth);
    url.port = port ? port : null;
    url.hostname = hostname.toLowerCase();
    url.host = url.hostname + (port ? `:${port}` : '');
    if (pathname === '') pathname = '/';
  } else pathname = (slashes ?? '') + place + path;
  url.pathname = pathname === '' ? null : pathname;
  url.search = search ?? (parsesQuery ? '' : null);
  const query = search === undefined ? null : search.slice(1);
  url.query = parsesQuery ? querystring.parse(query ?? '') : query;
  url.hash = hash ?? null;
  url.path = url.pathname === null && search === undefined ? null
    : (url.pathname ?? '') + (search ?? '');
  url.href = format(url);
  return url;
}

function format(url) {
  if (url instanceof URL) return url.href;
  if (typeof url === 'string') return url;
  const protocol = url.protocol ? url.protocol.replace(/:?$/, ':') : '';
  const host = url.host ?? (url.hostname ? url.hostname + (url.port ? `:${url.port}` : '') : '');
  const slashes = url.slashes || (host !== '' && /^(https?|wss?|ftp):$/.test(protocol)) ? '//' : '';
  const auth = url.auth ? `${encodeURIComponent(url.auth).replace('%3A', ':')}@` : '';
  const query = url.query !== null && typeof url.query === 'object'
    ? querystring.stringify(url.query) : '';
  const search = url.search ?? (query === '' ? '' : `?${query}`);
  return protocol + slashes + auth + host + (url.pathname ?? '') + search + (url.hash ?? '');
}

const fileURLToPath = (url) => decodeURIComponent(new URL(url).pathname);
const pathToFileURL = (path) => new URL(`file://${resolvePath(path)}`);

export default {
  URL, URLSearchParams, Url, parse, format, fileURLToPath, pathToFileURL,
  resolve: (from, to) => new URL(to, new URL(from, 'resolve://')).href.replace(/^resolve:\/\//, ''),
  domainToASCII: (name) => name, domainToUnicode: (name) => name,
  urlToHttpOptions: (url) => ({ protocol: url.protocol, hostname: url.hostname, port: url.port,
    path: url.pathname + url.search, href: url.href }),
};
