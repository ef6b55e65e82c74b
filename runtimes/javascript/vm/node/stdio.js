// Standard input and output. What is written goes out at once; lines come in as the reader types.

import { askInput, write } from '../core/host.js';
import { newId, watch } from '../core/loop.js';
import { Buffer } from './buffer.js';
import { Readable, Writable } from './stream.js';

const EVENT_INPUT = 12;

class Output extends Writable {
  constructor(fd) {
    super({ decodeStrings: false });
    this.fd = fd;
    this.isTTY = false;
    this.columns = 80;
  }

  write(chunk, encoding, callback) {
    const done = typeof encoding === 'function' ? encoding : callback;
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    write(this.fd, text);
    if (typeof done === 'function') globalThis.process.nextTick(done);
    return true;
  }

  end(chunk, encoding, callback) {
    if (chunk !== undefined && typeof chunk !== 'function') this.write(chunk, encoding, callback);
    return this;
  }

  getWindowSize() { return [80, 24]; }

  hasColors() { return false; }

  clearLine() { return true; }

  cursorTo() { return true; }
}

class Input extends Readable {
  #id = 0;

  constructor() {
    super({ highWaterMark: 65536 });
    this.fd = 0;
    this.isTTY = false;
  }

  _read() {
    if (this.#id !== 0) return;
    this.#id = newId();
    watch(this.#id, (kind, reader) => {
      if (kind !== EVENT_INPUT) return;
      const line = reader.data();
      this.push(line.length > 0 ? Buffer.from(line) : null);
    });
    askInput(this.#id);
  }

  pause() {
    if (this.#id !== 0) askInput(0);
    return super.pause();
  }

  resume() {
    if (this.#id !== 0) askInput(this.#id);
    return super.resume();
  }

  setRawMode() { return this; }

  ref() { return this; }

  unref() {
    if (this.#id !== 0) askInput(0);
    return this;
  }

  _destroy(error, callback) {
    if (this.#id !== 0) askInput(0);
    callback(error);
  }
}

export const stdout = new Output(1);
export const stderr = new Output(2);
export const stdin = new Input();
