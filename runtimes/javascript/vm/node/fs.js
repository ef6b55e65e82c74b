// `fs`: the lab's own files, to be read.

import { sources } from '../core/stack.js';
import { nextTick } from '../core/loop.js';
import { Buffer } from './buffer.js';
import { notHere } from './errors.js';
import { resolve } from './path.js';
import { Readable } from './stream.js';

function pathText(path) {
  return resolve(path instanceof URL ? decodeURIComponent(path.pathname) : String(path));
}

function failure(code, errno, said, syscall, path) {
  const error = new Error(`${code}: ${said}, ${syscall} '${path}'`);
  return Object.assign(error, { errno, code, syscall, path: String(path) });
}

const missing = (syscall, path) => failure('ENOENT', -2, 'no such file or directory', syscall,
  path);

function readFileSync(path, options) {
  const text = sources.get(pathText(path));
  if (text === undefined) throw missing('open', path);
  const encoding = typeof options === 'string' ? options : options?.encoding;
  const bytes = Buffer.from(text);
  return encoding ? bytes.toString(encoding) : bytes;
}

function stats(path) {
  const text = sources.get(pathText(path));
  const isFolder = pathText(path) === '/home' || pathText(path) === '/';
  if (text === undefined && !isFolder) throw missing('stat', path);
  return {
    size: text === undefined ? 4096 : Buffer.byteLength(text), isFile: () => !isFolder,
    isDirectory: () => isFolder, isSymbolicLink: () => false, mtime: new Date(0), mtimeMs: 0,
  };
}

const readdirSync = () => [...sources.keys()].map((path) => path.slice('/home/'.length)).sort();
const existsSync = (path) => sources.has(pathText(path)) || pathText(path) === '/home';

function accessSync(path) {
  if (!existsSync(path)) throw missing('access', path);
}

function refuse(syscall) {
  return (path) => { throw failure('EROFS', -30, 'read-only file system', syscall, path); };
}

const sync = {
  readFileSync, readdirSync, accessSync, statSync: stats, lstatSync: stats,
  writeFileSync: refuse('open'), appendFileSync: refuse('open'), unlinkSync: refuse('unlink'),
  mkdirSync: refuse('mkdir'), rmSync: refuse('rm'),
};

/// The three forms of each call: at once, with a callback, as a promise.
const callbacks = {};
const promises = {};
for (const [name, call] of Object.entries(sync)) {
  const short = name.slice(0, -4);
  promises[short] = async (...args) => call(...args);
  callbacks[short] = (...args) => {
    const done = args.pop();
    let result;
    try {
      result = [null, call(...args)];
    } catch (error) {
      result = [error];
    }
    setTimeout(() => done(...result), 0);
  };
}

function createReadStream(path, options) {
  const encoding = typeof options === 'string' ? options : options?.encoding;
  const stream = new Readable({ read() {}, encoding });
  stream.path = path;
  nextTick(() => {
    let bytes;
    try {
      bytes = readFileSync(path);
    } catch (error) {
      return void stream.destroy(error);
    }
    stream.emit('open', 3);
    stream.emit('ready');
    stream.push(bytes);
    stream.push(null);
  }, []);
  return stream;
}

export const fsPromises = promises;

export default {
  ...sync, ...callbacks, promises, existsSync, createReadStream,
  exists: (path, done) => nextTick(done, [existsSync(path)]),
  createWriteStream() { throw notHere('Writing files'); },
  watch() { throw notHere('Watching files'); },
  constants: { F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1 },
};
