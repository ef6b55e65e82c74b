// Chance, all of it from one seed: what the tests draw, and what the pages they look at draw.
import { basename } from 'node:path';

/// WORKBOOK_SEED=7 cargo xtask test --web repeats a run with the seed 7.
export const SEED = whole('WORKBOOK_SEED', 81);

/// WORKBOOK_ROUNDS=all makes every round of what is otherwise sampled; a number makes so many.
export const ROUNDS = process.env.WORKBOOK_ROUNDS === 'all'
  ? 'all' : whole('WORKBOOK_ROUNDS', 'sample');

function whole(name, otherwise) {
  const given = process.env[name];
  if (given === undefined || given === '') return otherwise;
  const number = Number(given);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new Error(`${name} is a whole number, and not ${JSON.stringify(given)}`);
}

/// A small generator (mulberry32), so that a seed is a whole run. It also runs in pages, so it
/// stands on nothing around it.
export function random(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/// Has every page of a context draw its random bytes from the seed, anew with each load, and gives
/// its scripts the generator as `seeded`.
export async function seedPages(context) {
  const replace = (random, seed) => {
    const next = random(seed);
    globalThis.seeded = random;
    Crypto.prototype.getRandomValues = (array) => {
      const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
      for (let at = 0; at < bytes.length; at += 1) bytes[at] = next(256);
      return array;
    };
  };
  await context.addInitScript({ content: `(${replace})(${random}, ${SEED});` });
}

/// The command that makes this run again.
function command() {
  const file = basename(process.argv[1] ?? '').replace(/\.test\.mjs$/, '');
  const rounds = ROUNDS === 'sample' ? '' : `WORKBOOK_ROUNDS=${ROUNDS} `;
  return `WORKBOOK_SEED=${SEED} ${rounds}cargo xtask test --web ${file}`;
}

process.on('exit', (code) => {
  if (code !== 0) console.error(`To run the tests of this file again as they ran: ${command()}`);
});
