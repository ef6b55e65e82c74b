// `zlib` as far as permessage-deflate needs it: raw deflate and inflate, done by the lab's own.

import { newId, op, unwatch, watch } from '../core/loop.js';
import { Buffer } from './buffer.js';
import { notHere } from './errors.js';
import { Transform } from './stream.js';

const OP = { open: 31, write: 32, reset: 33, close: 34 };
const EVENT = { data: 31, error: 32 };

const constants = {
  Z_NO_FLUSH: 0, Z_PARTIAL_FLUSH: 1, Z_SYNC_FLUSH: 2, Z_FULL_FLUSH: 3, Z_FINISH: 4, Z_BLOCK: 5,
  Z_OK: 0, Z_STREAM_END: 1, Z_NEED_DICT: 2, Z_ERRNO: -1, Z_STREAM_ERROR: -2, Z_DATA_ERROR: -3,
  Z_MEM_ERROR: -4, Z_BUF_ERROR: -5, Z_NO_COMPRESSION: 0, Z_BEST_SPEED: 1, Z_BEST_COMPRESSION: 9,
  Z_DEFAULT_COMPRESSION: -1, Z_DEFAULT_STRATEGY: 0, Z_DEFAULT_WINDOWBITS: 15, Z_DEFAULT_MEMLEVEL: 8,
  Z_DEFAULT_CHUNK: 16384, Z_DEFAULT_LEVEL: -1,
};

class Zlib extends Transform {
  #id = newId();
  #done;
  #failed = false;

  constructor(inflates, options = {}) {
    super({ ...options, decodeStrings: true });
    this._level = options.level ?? -1;
    this._finish = inflates ? constants.Z_SYNC_FLUSH : constants.Z_FINISH;
    watch(this.#id, (kind, reader) => this.#hear(kind, reader));
    op(OP.open, this.#id).u8(inflates ? 1 : 0).u8(options.windowBits ?? 15).u32(this._level >>> 0);
  }

  #hear(kind, reader) {
    if (kind === EVENT.data) {
      const bytes = reader.data();
      const isDone = reader.u8() === 1;
      if (bytes.length > 0) this.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
      if (isDone) this.#finish();
    } else if (kind === EVENT.error) {
      const error = new Error(reader.text());
      error.errno = constants.Z_DATA_ERROR;
      error.code = 'Z_DATA_ERROR';
      this.#failed = true;
      const done = this.#done;
      this.#done = undefined;
      if (done !== undefined) done(error);
      else this.destroy(error);
    }
  }

  #finish(error) {
    const done = this.#done;
    this.#done = undefined;
    done?.(error);
  }

  #give(bytes, flush, done) {
    if (this.destroyed) return void done();
    this.#done = done;
    op(OP.write, this.#id).data(bytes).u8(flush);
  }

  _transform(chunk, _encoding, callback) {
    const flush = chunk.flushesAs ?? constants.Z_NO_FLUSH;
    this.#give(chunk, flush, callback);
  }

  _flush(callback) {
    this.#give(Buffer.alloc(0), this._finish, callback);
  }

  /// Everything that was written comes out, as far as it does without an end.
  flush(kind, callback) {
    const [flush, done] = typeof kind === 'function' ? [constants.Z_FULL_FLUSH, kind]
      : [kind, callback];
    if (this.writableEnded) {
      if (done) globalThis.process.nextTick(done);
      return;
    }
    const mark = Buffer.alloc(0);
    mark.flushesAs = flush ?? constants.Z_FULL_FLUSH;
    this.write(mark, undefined, done);
  }

  reset() {
    if (!this.destroyed) op(OP.reset, this.#id);
  }

  close(callback) {
    if (callback) this.once('close', callback);
    this.destroy();
  }

  params(level, strategy, callback) { globalThis.process.nextTick(callback); }

  _destroy(error, callback) {
    unwatch(this.#id);
    op(OP.close, this.#id);
    this.#done = undefined;
    callback(error);
  }
}

class DeflateRaw extends Zlib {
  constructor(options) { super(false, options); }
}

class InflateRaw extends Zlib {
  constructor(options) { super(true, options); }
}

const missing = (name) => () => { throw notHere(`zlib.${name}`); };
const names =
  ('createGzip createGunzip createDeflate createInflate createUnzip createBrotliCompress '
  + 'createBrotliDecompress gzip gunzip deflate inflate unzip deflateRaw inflateRaw gzipSync '
  + 'gunzipSync deflateSync inflateSync unzipSync deflateRawSync inflateRawSync brotliCompress '
  + 'brotliDecompress brotliCompressSync brotliDecompressSync').split(' ');

export default {
  constants, ...constants, DeflateRaw, InflateRaw,
  createDeflateRaw: (options) => new DeflateRaw(options),
  createInflateRaw: (options) => new InflateRaw(options),
  ...Object.fromEntries(names.map((name) => [name, missing(name)])),
};
