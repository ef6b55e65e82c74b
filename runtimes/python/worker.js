// A process that runs Python: one classic Worker, spoken to by the machine.

import { boot } from './boot.js';
import { Process } from './process.js';

const post = globalThis.postMessage.bind(globalThis);
const process = new Process((message, moved = []) => post(message, moved));

async function prepare({ assets }) {
  post({ booting: { loaded: 0, total: 1 } });
  const keep = await boot(process, assets);
  post(keep ? { booted: true, keep } : { booted: true }, keep ? [keep] : []);
}

function start(settings) {
  process.epochMs = settings.epochMs;
  process.seed = settings.seed;
  process.begins(settings);
}

globalThis.onmessage = ({ data }) => {
  // What fails here must reach the machine as an error of the Worker.
  if (data.boot) prepare(data.boot).catch((error) => setTimeout(() => { throw error; }));
  else if (data.start) start(data.start);
  else if (data.turn) process.turn(data.turn);
};
