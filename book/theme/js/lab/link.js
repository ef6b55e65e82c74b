// Programs in an address: what differs from the book, compressed, behind `#lab.NAME=`. A fragment
// is not sent to any server. Nothing that comes out of a link is run before the reader says so.
labs.link = (() => {
  /// The longest data of a link, in characters. Longer ones get lost in chats and mails.
  const MOST = 8_000;

  /// What those may become when they are unpacked: more is no program that somebody shared.
  const TEXT_MOST = 200_000;

  const EDITION = '1';

  async function through(stream, bytes) {
    const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
    const parts = [];
    let length = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.length;
      if (length > TEXT_MOST) {
        await reader.cancel();
        throw new Error('too long');
      }
      parts.push(value);
    }
    return new Uint8Array(await new Blob(parts).arrayBuffer());
  }

  function toBase64(bytes) {
    let binary = '';
    for (const byte of bytes) binary += String.fromCharCode(byte);
    return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  }

  function fromBase64(text) {
    const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  }

  /// The texts of programs by their names, as a link's data.
  async function pack(texts) {
    const json = new TextEncoder().encode(JSON.stringify(texts));
    return EDITION + toBase64(await through(new CompressionStream('deflate-raw'), json));
  }

  /// The texts that a link's data holds, of these programs only; a fault is thrown.
  async function unpack(data, names) {
    if (data.length > MOST || data[0] !== EDITION) throw new Error('not a link of ours');
    const packed = fromBase64(data.slice(1));
    const bytes = await through(new DecompressionStream('deflate-raw'), packed);
    const texts = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    const entries = Object.entries(texts);
    const isSound = ([name, text]) => names.includes(name) && typeof text === 'string';
    if (entries.length === 0 || !entries.every(isSound)) throw new Error('other programs');
    return Object.fromEntries(entries);
  }

  /// The data for a lab that the page's address holds.
  function dataFor(lab) {
    const start = `#lab.${lab}=`;
    return location.hash.startsWith(start) ? location.hash.slice(start.length) : undefined;
  }

  /// The page's address with this data, or with none: then it leads to the lab.
  function addressOf(lab, data) {
    const url = new URL(location.href);
    url.hash = data === undefined ? `lab-${lab}` : `lab.${lab}=${data}`;
    return url.href;
  }

  return { MOST, pack, unpack, dataFor, addressOf };
})();
