// The machine: readers' programs in a frame of their own, where nothing but messages goes in or
// out.
//
// From the page: `{open: {lab}}`, the lab's program as bytes; `{runtime: {name, worker, assets,
// hasKept, count}}`, once for each that is needed, and where it looks for a snapshot that it kept
// `{snapshot: {name, bytes}}`, of which there may be none; then `{run}`, `{go}`, `{stop}`,
// `{input}`, `{disturb}`. To the page: `{up}`, `{ready}`, `{given}`, `{progress}`, `{keep:
// {runtime, bytes}}` once a snapshot was made, `{useless}` where a kept one did not do, and
// `{state, ...}` with what happened since the last time.
//
// Invariant: at any moment one Worker at most has the turn, and a run hangs on nothing but what the
// programs ask for: not on the clock, nor on the order of messages.
import { initSync } from 'lab-wasm';
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

const takes = {
  async open({ lab }) {
    initSync({ module: await WebAssembly.compile(lab) });
    tell({ ready: true });
  },

  async runtime(given) {
    const { name } = given;
    const pool = new Pool(given, say);
    pools.set(name, pool);
    await pool.compile();
    tell({ given: name, isRestored: pool.kept !== undefined });
  },

  snapshot: ({ name, bytes }) => pools.get(name)?.found?.(bytes),

  async run(wanted) {
    run?.end();
    run = new Run(wanted, pools, say);
    await run.begin();
  },

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
