// The machine: readers' programs in a frame of their own, where nothing but messages goes in or
// out.
//
// From the page: `{open: {lab}}`, the lab's program as bytes. For each runtime that is needed,
// once: `{script: {name, worker, count}}`, `{runtime: {name, assets, hasKept}}` and, where the page
// looks for a snapshot that it kept, `{snapshot: {name, bytes}}`, of which there may be none. Then
// `{run}`, `{go}`, `{stop}`, `{input}`, `{disturb}`, or `{judge: {checks, programs, files}}` and
// `{stop}`. To the page: `{up}`, `{ready}`, `{given, isRestored}`, `{progress}`, `{keep: {runtime,
// bytes}}` once a snapshot was made, `{useless}` where a kept one did not do, and `{state, ...}`
// with what happened since the last time. Of a judging: `{judged: {check, worlds, verdict}}` for
// each check, with the failing world where it failed, and `{judgedAll: {passed, of, isStopped}}`.
//
// Invariant: at any moment one Worker at most has the turn, and a run hangs on nothing but what the
// programs ask for: not on the clock, nor on the order of messages.
import { initSync } from 'lab-wasm';
import { Judging } from './judging.js';
import { Pool } from './pool.js';
import { Run } from './run.js';

const pools = new Map();
let run;

const tell = (message, transfer = []) => parent.postMessage(message, '*', transfer);

const say = {
  /// How far a runtime is prepared: parts of a whole.
  progress: (runtime, loaded, total) => tell({ progress: { runtime, loaded, total } }),
  tell,
};

/// Another run takes the place of the one before, whose faults are nobody's business then.
async function begin(next) {
  run?.end();
  run = next;
  try {
    await next.begin();
  } catch (reason) {
    if (run === next) throw reason;
  }
}

const takes = {
  async open({ lab }) {
    initSync({ module: await WebAssembly.compile(lab) });
    tell({ ready: true });
  },

  script(given) {
    pools.set(given.name, new Pool(given, say));
  },

  async runtime({ name, ...given }) {
    const pool = pools.get(name);
    await pool.supply(given);
    tell({ given: name, isRestored: pool.kept !== undefined });
  },

  snapshot: ({ name, bytes }) => pools.get(name)?.found?.(bytes),

  run: (wanted) => begin(new Run(wanted, pools, say)),
  judge: (wanted) => begin(new Judging(wanted, pools, say)),

  go: (mode) => run?.go(mode),
  stop: () => run?.stop(),
  input: ({ process, text }) => run?.input(process, text),
  disturb: (text) => run?.disturb(text),
};

addEventListener('message', async ({ source, data }) => {
  if (source !== parent) return;
  const [[name, value]] = Object.entries(data);
  try {
    await takes[name](value);
  } catch (reason) {
    run?.end();
    tell({ failed: String(reason?.message ?? reason) });
  }
});

tell({ up: true });
