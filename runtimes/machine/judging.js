// Judges a program: runs it in world after world, check by check, until one fails.
import { Checks, Trial } from 'lab-wasm';
import { Run, poolOf } from './run.js';

/// How many Workers are booted ahead: while one runs a world, the next boots.
const AHEAD = 2;

/// How much of what a program wrote the reader is shown.
const WROTE_MOST = 20_000;

export class Judging {
  /// `only` names the one check that is wanted.
  constructor({ checks, programs, files, only }, pools, say) {
    this.text = checks;
    this.checks = new Checks(checks);
    this.wanted = { programs, files };
    this.only = only;
    this.pools = pools;
    this.say = say;
    this.isOver = false;
  }

  async begin() {
    const all = Array.from({ length: this.checks.count }, (_, check) => check);
    const wanted = all.filter((check) => !this.only || this.checks.name(check) === this.only);
    let passed = 0;
    await this.boot();
    if (this.isOver) return;
    for (const check of wanted) {
      const begun = performance.now();
      const judged = await this.judge(check);
      if (this.isOver) return;
      if (!judged) break; // stopped
      this.say.tell({ judged: { ...judged, ms: Math.round(performance.now() - begun) } });
      if (!judged.verdict.passed) break;
      passed += 1;
    }
    const { isStopped = false } = this;
    this.end();
    this.say.tell({ judgedAll: { passed, of: wanted.length, isStopped } });
  }

  /// Waits for a Worker: a first one takes long, and no check is to blame for it.
  async boot() {
    const languages = this.wanted.programs.map(({ language }) => language);
    const booted = languages.map((language) => poolOf(this.pools, language).ready());
    const interrupted = new Promise((resolve) => { this.interrupt = resolve; });
    await Promise.race([Promise.all(booted), interrupted]);
  }

  /// A check in all its worlds, the simplest first, up to the first that fails.
  async judge(check) {
    const name = this.checks.name(check);
    const worlds = this.checks.worlds(check);
    for (let world = 0; world < worlds; world += 1) {
      const tried = await this.attempt(check, world);
      if (!tried) return undefined;
      if (!tried.verdict.passed) return { check: name, worlds, ...await this.shortest(tried) };
    }
    return { check: name, worlds, verdict: { passed: true } };
  }

  /// Where one of many cuts failed, that cut alone, if it fails alone.
  async shortest(tried) {
    const { check, world, failing } = tried;
    const alone = failing === undefined ? undefined : await this.attempt(check, world, failing);
    const { verdict, setup, log, report, out } = alone && !alone.verdict.passed ? alone : tried;
    const peers = this.checks.peers(check);
    const steps = verdict.steps.map((step) => ({ ...step, peer: peers[step.peer] }));
    const told = { peer: peers[verdict.peer], steps, world: this.checks.world(check, world) };
    return { verdict: { ...verdict, ...told }, setup, log, report, out };
  }

  /// One world, to its end; nothing if somebody stopped it.
  async attempt(check, world, cut) {
    if (this.isOver || this.isStopped) return undefined;
    const trial = new Trial(this.text, check, world, cut);
    const setup = trial.setup;
    const logs = [];
    const wrote = [];
    let run;
    const end = new Promise((resolve, reject) => {
      this.interrupt = () => resolve(undefined);
      const tell = ({ state, log, out, report }) => {
        logs.push(log);
        wrote.push(...out.map(([, , text]) => text));
        if (state === 'running') return;
        const verdict = trial.verdict();
        if (verdict === undefined) {
          if (state === 'stopped') resolve(undefined);
          else reject(new Error(`a trial without a verdict: ${state}`));
          return;
        }
        const came = { setup, log: joined(logs), report, out: wrote.join('').slice(-WROTE_MOST) };
        resolve({ check, world, failing: trial.failing, verdict, ...came });
      };
      run = new Run({ ...this.wanted, trial }, this.pools, { ...this.say, tell });
      this.run = run;
      run.begin().then(() => run.ahead(AHEAD), reject);
    });
    try {
      return await end;
    } finally {
      run.end();
    }
  }

  stop() {
    this.isStopped = true;
    if (this.run) this.run.stop();
    else this.interrupt?.();
  }

  /// Ends everything without a word.
  end() {
    if (this.isOver) return;
    this.isOver = true;
    this.interrupt?.();
    this.run?.end();
    this.checks.free();
  }

  // A program that is judged asks nobody, and nobody steps through it.
  go() {}
  input() {}
  disturb() {}
}

function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
