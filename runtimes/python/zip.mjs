// Zip files as far as a standard library needs them: read, and written the same every time.

import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const DEFLATED = 8;
const END_BYTES = 22;
// The first day that the format knows, 1 January 1980, so that no clock is in the file.
const DAY = 0x21;

/** The files of a zip: [name, bytes], in its order. */
export function readZip(zip) {
  let end = zip.length - END_BYTES;
  while (zip.readUInt32LE(end) !== END) end -= 1;
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  const files = [];
  for (let i = 0; i < count; i += 1) {
    const method = zip.readUInt16LE(at + 10);
    const length = zip.readUInt32LE(at + 20);
    const [name, extra, comment] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field));
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const data = zip.subarray(start, start + length);
    const path = zip.toString('utf8', at + 46, at + 46 + name);
    if (!path.endsWith('/')) files.push([path, method === DEFLATED ? inflateRawSync(data) : data]);
    at += 46 + name + extra + comment;
  }
  return files;
}

function common(name, bytes, data) {
  const head = Buffer.alloc(26);
  head.writeUInt16LE(20, 0);
  head.writeUInt16LE(DEFLATED, 4);
  head.writeUInt16LE(DAY, 8);
  head.writeUInt32LE(crc32(bytes), 10);
  head.writeUInt32LE(data.length, 14);
  head.writeUInt32LE(bytes.length, 18);
  head.writeUInt16LE(Buffer.byteLength(name), 22);
  return head;
}

const word = (value) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

/** A zip of `files` in the order of their names. */
export function writeZip(files) {
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  const locals = [];
  const centrals = [];
  let at = 0;
  for (const [name, bytes] of sorted) {
    const data = deflateRawSync(bytes, { level: 9 });
    const head = common(name, bytes, data);
    const local = Buffer.concat([word(LOCAL), head, Buffer.from(name), data]);
    const made = Buffer.from([20, 3]);
    centrals.push(Buffer.concat([word(CENTRAL), made, head, Buffer.alloc(10), word(at),
      Buffer.from(name)]));
    locals.push(local);
    at += local.length;
  }
  const central = Buffer.concat(centrals);
  const end = Buffer.alloc(END_BYTES);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(sorted.length, 8);
  end.writeUInt16LE(sorted.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, central, end]);
}
