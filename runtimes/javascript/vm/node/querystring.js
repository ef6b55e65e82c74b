// `querystring`.

const escape = (text) => encodeURIComponent(String(text)).replace(/%20/g, '%20');

function unescape(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function parse(text, separator = '&', equals = '=') {
  const found = Object.create(null);
  if (typeof text !== 'string' || text === '') return found;
  for (const part of text.split(separator)) {
    if (part === '') continue;
    const at = part.indexOf(equals);
    const plain = (raw) => unescape(raw.replace(/\+/g, ' '));
    const name = plain(at < 0 ? part : part.slice(0, at));
    const value = at < 0 ? '' : plain(part.slice(at + equals.length));
    if (!(name in found)) found[name] = value;
    else found[name] = [found[name], value].flat();
  }
  return found;
}

function stringify(object, separator = '&', equals = '=') {
  const shown = (value) => (['string', 'number', 'bigint', 'boolean'].includes(typeof value)
    ? escape(value) : '');
  return Object.entries(object ?? {}).flatMap(([name, value]) =>
    [value].flat().map((one) => `${escape(name)}${equals}${shown(one)}`)).join(separator);
}

export default { parse, stringify, decode: parse, encode: stringify, escape, unescape };
