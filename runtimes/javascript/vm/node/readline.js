// `readline`: lines of a stream, questions and answers on standard input.

import { EventEmitter, on } from './events.js';
import { StringDecoder } from './string_decoder.js';

class Interface extends EventEmitter {
  #rest = '';
  #questions = [];
  #prompt = '> ';
  #output;
  #decoder = new StringDecoder('utf8');

  constructor(input, output) {
    super();
    const options = input?.input === undefined ? { input, output } : input;
    this.input = options.input;
    this.#output = options.output;
    if (options.prompt !== undefined) this.#prompt = options.prompt;
    this.closed = false;
    this.terminal = false;
    this.line = '';
    this.onData = (chunk) => this.#data(typeof chunk === 'string' ? chunk
      : this.#decoder.write(chunk));
    this.onEnd = () => this.#end();
    this.input.on('data', this.onData);
    this.input.on('end', this.onEnd);
    options.signal?.addEventListener('abort', () => this.close());
    this.input.resume();
  }

  #data(text) {
    const lines = (this.#rest + text).split(/\r\n|\n|\r/);
    this.#rest = lines.pop();
    for (const line of lines) if (!this.closed) this.#line(line);
  }

  #line(line) {
    const question = this.#questions.shift();
    if (question !== undefined) question(line);
    else this.emit('line', line);
  }

  #end() {
    if (this.#rest !== '') this.#line(this.#rest);
    this.close();
  }

  setPrompt(prompt) { this.#prompt = prompt; }

  getPrompt() { return this.#prompt; }

  prompt() {
    if (this.closed) return;
    this.input.resume();
    this.#output?.write(this.#prompt);
  }

  question(query, options, callback) {
    const done = typeof options === 'function' ? options : callback;
    if (this.closed) throw Object.assign(new Error('readline was closed'),
      { code: 'ERR_USE_AFTER_CLOSE' });
    this.#output?.write(query);
    this.#questions.push(done);
    this.input.resume();
  }

  write(text) { if (text) this.#data(text); }

  pause() {
    this.input.pause();
    this.emit('pause');
    return this;
  }

  resume() {
    this.input.resume();
    this.emit('resume');
    return this;
  }

  close() {
    if (this.closed) return;
    this.closed = true;
    this.input.removeListener('data', this.onData);
    this.input.removeListener('end', this.onEnd);
    this.input.pause();
    this.emit('close');
  }

  async* [Symbol.asyncIterator]() {
    for await (const [line] of on(this, 'line', { close: ['close'] })) yield line;
  }
}

const createInterface = (input, output) => new Interface(input, output);

class PromiseInterface extends Interface {
  question(query) {
    return new Promise((resolve) => { super.question(query, resolve); });
  }
}

export const readlinePromises = {
  Interface: PromiseInterface,
  createInterface: (input, output) => new PromiseInterface(input, output),
};

export default {
  Interface, createInterface, promises: readlinePromises,
  clearLine: () => true, cursorTo: () => true, moveCursor: () => true, clearScreenDown: () => true,
  emitKeypressEvents() {},
};
