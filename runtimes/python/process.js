// One process: its threads, whose calls leave one at a time, and what it has written.
//
// Invariant: a thread computes only while it has the turn; it is given the turn with the reply to
// its call, and loses it with its next one. Whoever waits holds no lock of the interpreter, so
// CPython sees threads as an operating system would give them to it.

import { Call, Reply, TAG } from './bytes.js';
import { compiled } from './errors.js';

const EINTR = 27;
const SIGINT = 2;
const OK = 0;
const FAILED = 1;
/** A check comes at every fiftieth loop or call: 125,000 of them count as 5 ms. */
const CHECKS_BETWEEN_YIELDS = 2_500;
const YIELD_MS = 5;
const MAIN = 0;
const FOLDER = '/home/reader';
const SETTINGS = '/home/.process';
const IDENT_FIRST = 0x7f001000;
const IDENT_STEP = 0x1000;
const NS_IN_MS = 1_000_000n;

export class Process {
  /** `post` gives a message to the machine. */
  constructor(post) {
    this.post = post;
    this.isRunning = false;
    this.now = 0;
    this.out = [];
    this.outLength = 0;
    this.checks = 0;
    this.thread = undefined;
    this.threads = new Map();
    this.decoders = new Map();
    this.starting = new Map();
    this.waiters = new Map();
    this.lockNext = 1;
  }

  /** Gives the process its interpreter: `python` is what `boot` made. */
  attach(python) {
    this.python = python;
  }

  /** The interpreter is ready: `entry` is the function that runs a program. */
  prepared(entry, files) {
    this.entry = entry;
    this.files = files;
  }

  /** Lays the reader's files out. The program begins with the first turn of thread 0. */
  begins({ process: _, files, ...settings }) {
    this.files.mkdirTree(FOLDER);
    for (const [name, text] of Object.entries(files)) {
      const path = `${FOLDER}/${name}`;
      this.files.mkdirTree(path.slice(0, path.lastIndexOf('/')));
      this.files.writeFile(path, text);
    }
    this.files.writeFile(SETTINGS, JSON.stringify(settings));
    this.isRunning = true;
  }

  write(fd, bytes) {
    if (!this.decoders.has(fd)) this.decoders.set(fd, new TextDecoder());
    const text = this.decoders.get(fd).decode(bytes, { stream: true });
    const last = this.out.at(-1);
    if (last && last[0] === fd) last[1] += text;
    else if (text) this.out.push([fd, text]);
    this.outLength += text.length;
  }

  /** Ends the turn with a call. The promise is kept until the machine answers, if it ever does. */
  ask(bytes, place) {
    const { thread, out } = this;
    this.out = [];
    this.outLength = 0;
    const call = { thread: thread.id, line: place.line, bytes, out };
    if (place.file) call.file = place.file;
    return new Promise((resolve) => {
      thread.resume = resolve;
      this.post({ call }, [bytes.buffer]);
    });
  }

  turn({ thread: id, reply, now }) {
    this.now = now;
    const known = this.threads.get(id);
    if (!known) {
      this.begin(id);
      return;
    }
    if (!known.resume) return;
    this.thread = known;
    const { resume } = known;
    known.resume = undefined;
    resume(reply);
  }

  // A thread's stack is its own: everything that it calls may wait.
  begin(id) {
    const { python } = this;
    const thread = { id, state: 0 };
    this.threads.set(id, thread);
    this.thread = thread;
    if (id === MAIN) {
      this.sees(thread, python.heldState());
      python.run(this.entry).catch((error) => this.broke(error));
      return;
    }
    const stack = python.newStack();
    const [entry, argument] = this.starting.get(id);
    this.starting.delete(id);
    python.runThread(entry, argument, stack).then(() => {
      python.dropStack(stack);
      return this.wake({ line: 0 });
    }).then(() => this.leave(thread)).catch((error) => this.broke(error));
  }

  // A thread's state is made by C; the first time that it shows, its bounds are set.
  sees(thread, state) {
    if (!state || state === thread.state) return;
    thread.state = state;
    this.python.protect(state);
  }

  /** The number by which C knows a thread. */
  ident(id) {
    return IDENT_FIRST + id * IDENT_STEP;
  }

  currentIdent() {
    const { thread, python } = this;
    if (!thread) return this.ident(MAIN);
    this.sees(thread, python.heldState());
    return this.ident(thread.id);
  }

  /** Nanoseconds of either clock, as a BigInt. */
  time(isReal) {
    const epoch = isReal ? BigInt(this.epochMs ?? 0) * NS_IN_MS : 0n;
    return epoch + BigInt(Math.round(this.now));
  }

  /** A lock's number for the lab: someone waits until the number at `raised` is not zero. */
  waitsOn(raised) {
    const lock = this.lockNext;
    this.lockNext += 1;
    this.waiters.set(raised, { lock, isWoken: false });
    return lock;
  }

  waitsNoLonger(raised) {
    this.waiters.delete(raised);
  }

  // Who was raised since the last call is woken before the next one.
  async wake(place) {
    for (const [raised, waiter] of this.waiters) {
      if (waiter.isWoken || this.python.memory().view.getInt32(raised, true) === 0) continue;
      waiter.isWoken = true;
      await this.ask(new Call(TAG.lockWake).u32(waiter.lock).finish(), place);
    }
  }

  hasRaised() {
    if (this.waiters.size === 0) return false;
    const { view } = this.python.memory();
    for (const [raised, { isWoken }] of this.waiters) {
      if (!isWoken && view.getInt32(raised, true) !== 0) return true;
    }
    return false;
  }

  /** The interpreter itself failed: there is nothing left that could print it. */
  broke(error) {
    if (!this.isRunning) return;
    const what = error instanceof RangeError ? 'the stack of C calls is full' : error;
    this.out.push([2, `Fatal Python error: ${what}
`]);
    this.exit(134);
  }

  /** Waits for the lab's answer to `asked`, from within a call of C code. */
  wait({ call, done, after }) {
    const { python, thread } = this;
    const held = python.heldState();
    this.sees(thread, held);
    const place = python.place(thread.state);
    if (held) python.release();
    const stack = python.saveStack();
    const asked = this.hasRaised()
      ? this.wake(place).then(() => this.ask(call.finish(), place))
      : this.ask(call.finish(), place);
    return new Promise((resolve) => {
      asked.then((bytes) => {
        if (bytes[0] !== OK && bytes[0] !== FAILED && thread.id !== MAIN) {
          this.leave(thread);
          return;
        }
        python.restoreStack(stack);
        const result = this.result(bytes, done);
        if (held) python.take(held);
        resolve(after ? after(result) : result);
      });
    });
  }

  // Whoever waits for a thread that left waits for ever, or is interrupted too.
  leave(thread) {
    this.ask(new Call(TAG.threadEnd).finish(), { line: 0 });
    this.threads.delete(thread.id);
  }

  result(bytes, done) {
    if (bytes[0] === OK) return done(new Reply(bytes));
    if (bytes[0] === FAILED) return -compiled(new Reply(bytes).i32());
    // The main thread alone hears of an interrupt, as in CPython; the others never go on.
    this.python.interrupt();
    return -EINTR;
  }

  /** Counts what is computed, and lets others go on now and then. */
  check() {
    if (!this.isRunning) return 0;
    this.checks += 1;
    if (this.checks < CHECKS_BETWEEN_YIELDS) return 0;
    this.checks = 0;
    return this.wait(this.yields((value) => (value < 0 ? SIGINT : 0)));
  }

  yields(after) {
    return { call: new Call(TAG.yield).u32(YIELD_MS), done: () => 0, after };
  }

  exit(status) {
    this.isRunning = false;
    const bytes = new Call(TAG.exit).i32(status).finish();
    this.ask(bytes, { line: 0 });
    return new Promise(() => {});
  }
}
