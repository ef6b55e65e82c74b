// ReadableStream as a reader of bodies sees it: `getReader`, `for await`, `cancel`, `tee` not.

export class ReadableStream {
  #queue = [];
  #waiting = [];
  #state = 'open';
  #error;
  #source;
  #controller;
  #reader;

  constructor(source = {}) {
    this.#source = source;
    this.#controller = {
      enqueue: (chunk) => this.#put(chunk),
      close: () => this.#finish('closed'),
      error: (error) => this.#finish('errored', error),
      get desiredSize() { return 1; },
    };
    source.start?.(this.#controller);
  }

  #put(chunk) {
    if (this.#state !== 'open') return;
    if (this.#waiting.length > 0) this.#waiting.shift().resolve({ value: chunk, done: false });
    else this.#queue.push(chunk);
  }

  #finish(state, error) {
    if (this.#state !== 'open') return;
    this.#state = state;
    this.#error = error;
    for (const { resolve, reject } of this.#waiting.splice(0)) {
      if (state === 'errored') reject(error);
      else resolve({ value: undefined, done: true });
    }
  }

  get locked() { return this.#reader !== undefined; }

  async #read() {
    if (this.#queue.length === 0
      && this.#state === 'open') await this.#source.pull?.(this.#controller);
    if (this.#queue.length > 0) return { value: this.#queue.shift(), done: false };
    if (this.#state === 'errored') throw this.#error;
    if (this.#state === 'closed') return { value: undefined, done: true };
    return new Promise((resolve, reject) => { this.#waiting.push({ resolve, reject }); });
  }

  getReader() {
    if (this.locked) throw new TypeError('Invalid state: ReadableStream is locked');
    this.#reader = {
      read: () => this.#read(),
      releaseLock: () => { this.#reader = undefined; },
      cancel: (reason) => this.#cancel(reason),
      closed: new Promise(() => {}),
    };
    return this.#reader;
  }

  async #cancel(reason) {
    this.#queue = [];
    this.#finish('closed');
    await this.#source.cancel?.(reason);
  }

  cancel(reason) {
    if (this.locked) {
      return Promise.reject(new TypeError('Invalid state: ReadableStream is locked'));
    }
    return this.#cancel(reason);
  }

  pipeThrough({ readable, writable }) {
    const writer = writable.getWriter();
    (async () => {
      for await (const chunk of this) await writer.write(chunk);
      await writer.close();
    })();
    return readable;
  }

  async* [Symbol.asyncIterator]() {
    const reader = this.getReader();
    try {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        yield value;
      }
    } finally {
      reader.releaseLock();
    }
  }

  values() { return this[Symbol.asyncIterator](); }

  get [Symbol.toStringTag]() { return 'ReadableStream'; }
}

export function streamOf(chunks) {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}

/// What gives text for the bytes that are written to it.
export class TextDecoderStream {
  constructor(label, options) {
    const decoder = new globalThis.TextDecoder(label, options);
    let controller;
    this.readable = new ReadableStream({ start(given) { controller = given; } });
    this.writable = {
      getWriter: () => ({
        async write(chunk) { controller.enqueue(decoder.decode(chunk, { stream: true })); },
        async close() {
          const rest = decoder.decode();
          if (rest !== '') controller.enqueue(rest);
          controller.close();
        },
      }),
    };
  }
}
