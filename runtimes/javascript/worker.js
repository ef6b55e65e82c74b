// The worker of a JavaScript program: one virtual machine, one turn at a time.

import { digest } from './digest.js';
import { Engine, Thrown } from './engine.js';

/// QuickJS asks after so many steps whether it may go on.
const STEPS_PER_POLL = 10_000;
/// So many steps without an end of the turn, and the program is stopped.
const POLLS_MAX = 6_000;
/// What computes for longer than a moment takes time: a poll is a millisecond then.
const POLLS_FREE = 10;
/// What a program may write in one turn: more than the lab takes of a whole program, which ends it.
const OUT_LEN_MAX = 300_000;
const CALL = { exit: 64, yield: 69, readLine: 70, reactor: 80 };
const OP_INPUT = 16;
const EVENT_INPUT = 12;
const REPLY = { ok: 0, failed: 1, interrupted: 2 };
const STATUS = { loop: 124, interrupted: 130, memory: 134, output: 1 };

const decoders = [false, true].map((fatal) => new TextDecoder('utf-8', { fatal, ignoreBOM: true }));

function little(tag, ...numbers) {
  const bytes = new Uint8Array(1 + 4 * numbers.length);
  const view = new DataView(bytes.buffer);
  bytes[0] = tag;
  numbers.forEach((number, at) => view.setInt32(1 + 4 * at, number, true));
  return bytes;
}

function withBytes(tag, data) {
  const bytes = new Uint8Array(5 + data.length);
  bytes[0] = tag;
  new DataView(bytes.buffer).setUint32(1, data.length, true);
  bytes.set(data, 5);
  return bytes;
}

export class Runtime {
  #post;
  #engine;
  #lab;
  #functions = {};
  #options;
  #now = 0;
  #polls = 0;
  #out = [];
  #outLen = 0;
  #exit;
  /// The thing that lines of standard input are for, and what the reactor was told of it.
  #inputWanted = 0;
  #inputTold = 0;
  /// What is posted when the machine has answered the call before it.
  #next;

  constructor(post) {
    this.#post = post;
  }

  hear(message) {
    if (message.boot !== undefined) return this.#boot(message.boot.assets);
    if (message.start !== undefined) this.#options = message.start;
    else if (message.turn !== undefined) this.#turn(message.turn);
    return undefined;
  }

  async #boot({ quickjs, layer, snapshot }) {
    const module = quickjs instanceof WebAssembly.Module ? quickjs
      : await WebAssembly.compile(quickjs);
    this.#post({ booting: { loaded: 0, total: 1 } });
    const hooks = this.#hooks();
    let keep;
    if (snapshot !== undefined) this.#engine = await Engine.restore(module, snapshot, hooks);
    else {
      this.#engine = await Engine.create(module, hooks);
      this.#loadLayer(typeof layer === 'string' ? layer : decoders[0].decode(layer));
      keep = this.#engine.snapshot();
    }
    this.#findLab();
    this.#post(keep === undefined ? { booted: true } : { booted: true, keep });
  }

  #loadLayer(source) {
    const engine = this.#engine;
    const global = engine.wasm.qjs_get_global();
    const host = engine.evaluate('globalThis.__host = {}', 'host');
    for (const [name, letter] of Object.entries(HOST)) engine.expose(host, name, letter);
    engine.free(host);
    try {
      engine.free(engine.evaluate(source, 'node:internal'));
    } catch (error) {
      throw new Error(`the layer: ${this.#shown(error)}`);
    }
    engine.runJobs();
    engine.free(global);
  }

  #findLab() {
    const engine = this.#engine;
    const global = engine.wasm.qjs_get_global();
    this.#lab = engine.get(global, '__lab');
    for (const name of ['start', 'turn', 'takeOps', 'interrupt', 'rejection', 'normalize',
      'source']) {
      this.#functions[name] = engine.get(this.#lab, name);
    }
    engine.free(engine.evaluate('delete globalThis.__lab', 'host'));
    engine.free(global);
  }

  #shown(error) {
    if (!(error instanceof Thrown)) return String(error);
    const stack = this.#engine.get(error.value, 'stack');
    return `${this.#engine.toText(error.value)} ${this.#engine.toText(stack)}`;
  }

  #callText(name, ...texts) {
    const engine = this.#engine;
    const values = texts.map((text) => engine.text(text));
    try {
      const result = engine.call(this.#functions[name], ...values);
      const text = engine.toText(result);
      engine.free(result);
      return text;
    } finally {
      values.forEach((value) => engine.free(value));
    }
  }

  #hooks() {
    return {
      now: () => BigInt(this.#options?.epochMs ?? 0) * 1_000_000n
        + BigInt(Math.round(this.#now + this.#computed() * 1e6)),
      interrupt: () => {
        this.#polls += 1;
        return this.#polls > POLLS_MAX || this.#exit !== undefined;
      },
      random: (bytes) => bytes.fill(0x5a),
      rejection: (promise, reason, isHandled) => {
        const { wasm } = this.#engine;
        const flag = isHandled ? wasm.qjs_get_true() : wasm.qjs_get_false();
        try {
          this.#engine.free(this.#engine.call(this.#functions.rejection, promise, reason, flag));
        } finally {
          this.#engine.free(flag);
        }
      },
      normalize: (base, name) => this.#callText('normalize', base, name),
      load: (name) => this.#callText('source', name),
      calls: this.#calls(),
    };
  }

  #calls() {
    const at = () => this.#engine;
    return {
      e: (text) => at().bytes(at().utf8(text)),
      d: (bytes, isFatal) => {
        const data = at().toBytes(bytes);
        try {
          return at().text(decoders[at().toNumber(isFatal)].decode(data));
        } catch (error) {
          if (error instanceof Thrown) throw error;
          return undefined;
        }
      },
      w: (fd, text) => {
        const written = at().toText(text);
        this.#out.push([at().toNumber(fd), written]);
        this.#outLen += written.length + 1;
        if (this.#outLen <= OUT_LEN_MAX) return undefined;
        this.#exit = STATUS.output;
        throw at().uncatchable();
      },
      j: () => {
        at().runJobs();
        return undefined;
      },
      v: (source, file, flags) => at().evaluate(at().utf8(source), at().toText(file),
        at().toNumber(flags)),
      h: (name, bytes) => {
        const found = digest(at().toText(name), at().toBytes(bytes));
        return found === undefined ? undefined : at().bytes(found);
      },
      x: (status) => {
        this.#exit = at().toNumber(status);
        throw at().uncatchable();
      },
      i: (id) => {
        this.#inputWanted = at().toNumber(id);
        return undefined;
      },
      p: (promise) => at().number(at().wasm.qjs_promise_state(promise)),
      r: (promise) => at().wasm.qjs_promise_result(promise),
    };
  }

  /// Milliseconds of virtual time that this turn's computing has taken.
  #computed() {
    return this.#polls > POLLS_FREE ? this.#polls : 0;
  }

  #turn({ thread, reply, now }) {
    this.#now = now;
    if (this.#next !== undefined) {
      const next = this.#next;
      this.#next = undefined;
      return next(reply);
    }
    if (this.#options !== undefined && !this.started) {
      this.started = true;
      const json = JSON.stringify({ ...this.#options, now });
      return this.#run(thread, () => this.#textCall('start', json));
    }
    if (reply[0] === REPLY.interrupted) return this.#interrupted(thread);
    if (reply[0] === REPLY.failed) throw new Error('the reactor could not read what was asked');
    const events = reply.subarray(5);
    const isEmpty = events.length < 4 || (events[0] | events[1] | events[2] | events[3]) === 0;
    if (isEmpty && this.#inputWanted !== 0) return this.#readLine(thread);
    return this.#give(thread, events);
  }

  /// Nothing else is alive: now the thread may wait for a line.
  #readLine(thread) {
    this.#next = (reply) => {
      if (reply[0] === REPLY.interrupted) return this.#interrupted(thread);
      const text = reply.subarray(5);
      const event = new Uint8Array(13 + text.length);
      const view = new DataView(event.buffer);
      view.setUint32(0, 1, true);
      event[4] = EVENT_INPUT;
      view.setUint32(5, this.#inputWanted, true);
      view.setUint32(9, text.length, true);
      event.set(text, 13);
      if (text.length === 0) this.#inputWanted = 0;
      return this.#give(thread, event);
    };
    return this.#call(thread, Uint8Array.of(CALL.readLine));
  }

  #give(thread, events) {
    return this.#run(thread, () => {
      const engine = this.#engine;
      const values = [engine.bytes(events), engine.number(this.#now)];
      try {
        return engine.call(this.#functions.turn, ...values);
      } finally {
        values.forEach((value) => engine.free(value));
      }
    });
  }

  #textCall(name, text) {
    const value = this.#engine.text(text);
    try {
      return this.#engine.call(this.#functions[name], value);
    } finally {
      this.#engine.free(value);
    }
  }

  /// Runs the program's code, and posts what comes of it.
  #run(thread, action) {
    this.#polls = 0;
    let ops;
    try {
      const result = action();
      ops = this.#engine.toBytes(result);
      this.#engine.free(result);
    } catch (error) {
      return this.#ended(thread, error);
    }
    return this.#giveOps(thread, ops);
  }

  #giveOps(thread, given, after) {
    const wishes = this.#withInput(given);
    const view = new DataView(wishes.buffer, wishes.byteOffset);
    const line = view.getUint32(0, true);
    const nameLen = view.getUint32(4, true);
    const file = decoders[0].decode(wishes.subarray(8, 8 + nameLen)).replace(/^\/home\//, '');
    const where = { line, file };
    const bytes = withBytes(CALL.reactor, wishes.subarray(8 + nameLen));
    const send = () => {
      if (after !== undefined) this.#next = after;
      this.#call(thread, bytes, where);
    };
    const ms = this.#computed();
    this.#polls = 0;
    if (ms === 0) return send();
    this.#next = (reply) => (reply[0] === REPLY.interrupted ? this.#interrupted(thread) : send());
    return this.#call(thread, little(CALL.yield, ms), where);
  }

  /// Where the reactor knows of standard input (`start.reactorInput`), lines come as events.
  #withInput(wishes) {
    if (!this.#options.reactorInput || this.#inputTold === this.#inputWanted) return wishes;
    const id = this.#inputWanted || this.#inputTold;
    const isOn = this.#inputWanted !== 0;
    this.#inputTold = this.#inputWanted;
    return withOp(wishes, OP_INPUT, id, Uint8Array.of(isOn ? 1 : 0));
  }

  #call(thread, bytes, { line = 0, file = '' } = {}) {
    const call = { thread, line, bytes, out: this.#out };
    if (file !== '' && file !== this.#options.program) call.file = file;
    this.#out = [];
    this.#outLen = 0;
    this.#post({ call });
  }

  /// The turn ended with something that nothing could hold.
  #ended(thread, error) {
    if (this.#exit === undefined) return this.#broken(thread, error);
    const status = this.#exit;
    const exit = () => this.#call(thread, little(CALL.exit, status));
    let wishes;
    try {
      wishes = this.#engine.toBytes(this.#engine.call(this.#functions.takeOps));
    } catch {
      return exit();
    }
    const nameLen = new DataView(wishes.buffer).getUint32(4, true);
    const count = new DataView(wishes.buffer).getUint32(8 + nameLen, true);
    // What it asked for before it left is done yet; a timer of no length brings the answer.
    return count === 0 ? exit() : this.#giveOps(thread,
      withOp(wishes, OP_TIMER, WAKE_ID, new Uint8Array(8)), exit);
  }

  #broken(thread, error) {
    const shown = this.#shown(error);
    const isMemory = /out of memory|memory access out of bounds/.test(shown);
    // What is neither the program's nor for want of room is a fault of ours: the machine is told
    // so.
    if (!isMemory && !(error instanceof Thrown) && !/call stack/.test(shown)) throw error;
    const why = this.#polls > POLLS_MAX ? 'loop' : isMemory ? 'memory' : 'stack';
    if (why === 'loop') {
      const millions = Math.round(this.#polls * STEPS_PER_POLL / 1e6);
      this.#out.push([3, `loop ${millions}`]);
    } else {
      this.#out.push([3, why]);
      if (why === 'stack') this.#out.push([2, `${shown}\n`]);
    }
    this.#call(thread, little(CALL.exit, STATUS[why] ?? 1));
  }

  /// Stop: a listener of SIGINT may answer it, otherwise the program ends as by Ctrl+C.
  #interrupted(thread) {
    this.#polls = 0;
    try {
      const result = this.#engine.call(this.#functions.interrupt);
      this.#engine.free(result);
    } catch (error) {
      return this.#ended(thread, error);
    }
    return this.#call(thread, little(CALL.exit, STATUS.interrupted));
  }
}

const HOST = { encode: 'e', decode: 'd', write: 'w', jobs: 'j', evaluate: 'v', digest: 'h',
  exit: 'x',
  promise: 'p', result: 'r', input: 'i' };
const WAKE_ID = 1;

const OP_TIMER = 9;

/// One more op at the end, of no line.
function withOp(wishes, kind, id, fields) {
  const more = new Uint8Array(wishes.length + 9 + fields.length);
  more.set(wishes);
  const view = new DataView(more.buffer);
  const at = 8 + view.getUint32(4, true);
  view.setUint32(at, view.getUint32(at, true) + 1, true);
  more[wishes.length] = kind;
  view.setUint32(wishes.length + 1, id, true);
  more.set(fields, wishes.length + 9);
  return more;
}

if (typeof self !== 'undefined' && typeof self.postMessage === 'function') {
  const runtime = new Runtime((message) => self.postMessage(message));
  self.onmessage = ({ data }) => runtime.hear(data);
}
