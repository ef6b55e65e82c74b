// One run of programs: asks the lab what is next, and has the Workers do it. A trial is a lab with
// one program, whose peers' turns are taken within.
import { Lab, Trial } from 'lab-wasm';

/// How long a Worker may keep the turn. Programs that compute say so at counted intervals, so what
/// is silent for so long hangs in the runtime itself.
const SILENT_MS_MAX = 20_000;

/// The same while a program is judged, which nobody shall wait for.
const SILENT_JUDGED_MS_MAX = 8_000;

/// How long a Worker may keep it once the reader wants to stop.
const STOPPING_MS_MAX = 1_500;

/// How long the machine works before it lets the browser do something else.
const SLICE_MS = 20;

/// How often the page is told at most.
const TOLD_MS = 50;

/// The tags of calls after which a Worker is done, or waits for the reader.
const EXIT = 64;
const READ_LINE = 70;

/// Where a runtime says why it ends a program: `loop`, `memory`.
const REASON_FD = 3;

/// The runtime of each language.
const RUNTIME_OF = { python: 'python', node: 'javascript', browser: 'javascript', rust: 'rust' };

/// Where scripts and their neighbours tell languages apart.
const isBrowser = (language) => language === 'browser';

/// The Workers of a language.
export function poolOf(pools, language) {
  const pool = pools.get(RUNTIME_OF[language]);
  if (!pool) throw new Error(`the runtime of ${language} is not there`);
  return pool;
}

export class Run {
  /// With `checks` the program runs with the peers of the first of them, in the plain world; with
  /// `trial` in that one.
  constructor({ setup, programs, files = {}, mode = 'run', follow, checks, trial }, pools, say) {
    this.trial = trial ?? (checks === undefined ? undefined : new Trial(checks, 0, 0));
    this.isJudged = trial !== undefined;
    this.lab = this.trial ?? new Lab(setup);
    /// The process of the first program: a trial has processes whose turns are not ours.
    this.first = this.trial?.program ?? 0;
    this.programs = programs;
    this.files = files;
    this.pools = pools;
    this.say = say;
    this.workers = new Map();
    this.out = [];
    this.lines = {};
    this.reading = new Set();
    this.told = 0;
    this.isOver = false;
    this.lab.go(mode);
    if (follow && !this.trial) this.lab.follow(follow);
  }

  /// The program of a process.
  program(process) {
    return this.programs[process - this.first];
  }

  async begin() {
    const needed = new Map();
    for (const { language } of this.programs) {
      const { name } = poolOf(this.pools, language);
      needed.set(name, (needed.get(name) ?? 0) + 1);
    }
    this.needed = needed;
    for (const [name, count] of needed) this.pools.get(name).prepare(count);
    // All of them first: a run whose beginning waits for a download would look as if it hung.
    const taken = this.programs.map(({ language }) => this.pools.get(RUNTIME_OF[language]).take());
    this.booted = await Promise.all(taken);
    if (this.isOver) {
      this.booted.forEach((worker) => worker.terminate());
      return;
    }
    this.tell('running');
    this.advance();
  }

  /// Has Workers boot for the runs that come next.
  ahead(count) {
    if (!this.isOver) for (const name of this.needed.keys()) this.pools.get(name).prepare(count);
  }

  go(mode) {
    if (this.isOver) return;
    this.lab.go(mode);
    this.tell('running');
    this.advance();
  }

  input(process, text) {
    if (this.isOver) return;
    this.lab.input(process + this.first, text);
    this.reading.delete(process + this.first);
    this.advance();
  }

  disturb(text) {
    if (this.isOver || this.trial) return;
    if (this.lab.disturb(text)) this.advance();
  }

  /// The reader stops it. A program that computes hears of it with its next yield, or not at all.
  stop() {
    if (this.isOver) return;
    this.lab.stop();
    if (this.turn === undefined) this.advance();
    else this.watch(STOPPING_MS_MAX, 'stopped');
  }

  /// Ends everything without a word: another run takes its place.
  end() {
    if (this.isOver) return;
    this.isOver = true;
    clearTimeout(this.watchdog);
    this.booted?.forEach((worker) => worker.terminate());
    this.workers.clear();
    this.lab.free();
  }

  /// Does what is next until a Worker has the turn or nothing is to be done.
  advance() {
    if (this.isOver || this.turn !== undefined || this.isWaiting) return;
    const begun = performance.now();
    while (performance.now() - begun < SLICE_MS) {
      const next = this.lab.next();
      const { kind, process, thread, reply, now, why } = next;
      next.free();
      this.now = now;
      if (kind === 'start') this.start(process);
      else if (kind === 'turn') return this.give(process, thread, reply, now);
      else if (kind === 'rest') return this.rest(why);
    }
    this.soon();
  }

  /// Goes on behind what else the browser has to do.
  soon() {
    this.isWaiting = true;
    this.tellSometimes();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      this.isWaiting = false;
      this.advance();
    };
    port2.postMessage(null);
  }

  start(process) {
    const program = this.program(process);
    const { name, language, args = [], host = name, pid = 1001 + process, wasm } = program;
    const worker = this.booted[process - this.first];
    this.workers.set(process, worker);
    worker.onmessage = ({ data }) => data.call && this.heard(process, data.call);
    worker.onmessageerror = () => this.died(process, 'broken');
    worker.onerror = (event) => {
      event.preventDefault();
      this.died(process, /memory|allocat/i.test(event.message) ? 'memory' : 'broken');
    };
    worker.postMessage({
      start: {
        process, program: name, language, files: this.filesOf(language), args, pid, hostname: host,
        epochMs: program.epochMs ?? Date.now(), seed: 1 + process, wasm,
      },
    });
  }

  /// What lies beside a program: what it might import.
  filesOf(language) {
    const files = { ...this.files };
    for (const other of this.programs) {
      const isSame = RUNTIME_OF[other.language] === RUNTIME_OF[language]
        && isBrowser(other.language) === isBrowser(language);
      if (isSame) files[other.name] = other.text;
    }
    return files;
  }

  give(process, thread, reply, now) {
    this.turn = process;
    this.watch(this.isJudged ? SILENT_JUDGED_MS_MAX : SILENT_MS_MAX, 'silent');
    this.workers.get(process).postMessage({ turn: { thread, reply, now } });
  }

  heard(process, { thread, line, file, bytes, out = [] }) {
    if (this.isOver || this.turn !== process) return;
    clearTimeout(this.watchdog);
    this.turn = undefined;
    for (const [fd, text] of out) {
      // What no program can write to: its runtime says why it gave up on it.
      if (fd === REASON_FD && text === 'stack') continue; // told as any error, behind it
      if (fd === REASON_FD) {
        this.turn = process;
        this.died(process, text.split(' ')[0]);
        return;
      }
      this.lab.wrote(process, thread, fd, text);
      this.out.push([process - this.first, fd, text]);
    }
    if (line > 0) this.lines[process - this.first] = [file ?? this.program(process).name, line];
    this.lab.heard(process, thread, line, bytes);
    if (bytes[0] === READ_LINE) this.reading.add(process);
    else this.reading.delete(process);
    if (bytes[0] === EXIT) this.drop(process);
    this.tellSometimes();
    this.advance();
  }

  died(process, why) {
    if (this.isOver || !this.workers.has(process)) return;
    clearTimeout(this.watchdog);
    this.drop(process);
    if (this.turn === process) this.turn = undefined;
    this.lab.died(process, why);
    this.advance();
  }

  drop(process) {
    this.workers.get(process)?.terminate();
    this.workers.delete(process);
    this.reading.delete(process);
    delete this.lines[process - this.first];
  }

  watch(ms, why) {
    clearTimeout(this.watchdog);
    const process = this.turn;
    this.watchdog = setTimeout(() => this.died(process, why), ms);
  }

  rest(why) {
    // A trial with a verdict is over, whoever waits for whom.
    const isEnd = why === 'ended' || why === 'stopped' || this.trial?.verdict() !== undefined;
    this.tell(isEnd && why !== 'stopped' ? 'ended' : why);
    if (!isEnd) return;
    this.end();
    for (const [name, count] of this.needed) this.pools.get(name).refill(count);
  }

  tellSometimes() {
    if (performance.now() - this.told > TOLD_MS) this.tell('running');
  }

  /// Tells the page what happened since it was told last.
  tell(state) {
    this.told = performance.now();
    const log = this.lab.takeLog();
    const report = this.lab.report();
    const { out, lines, now = 0 } = this;
    const isRest = state !== 'running';
    const ended = (_, at) => this.lab.ended(this.first + at);
    const ends = isRest ? this.programs.map(ended) : [];
    const reading = [...this.reading].map((process) => process - this.first);
    const message = { state, log, out, lines, ends, reading, report, now };
    if (this.trial && !this.isTold) message.setup = this.trial.setup;
    this.isTold = true;
    this.out = [];
    this.say.tell(message, [log.buffer, report.buffer]);
  }
}
