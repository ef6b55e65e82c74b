// Chance, from the seed of the run: the same run can be had again.

const state = new Uint32Array(4);

/// SplitMix32 spreads a seed over the state.
export function seedRandom(seed) {
  let at = seed >>> 0;
  for (let word = 0; word < 4; word += 1) {
    at = (at + 0x9e3779b9) >>> 0;
    let mixed = at ^ (at >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    state[word] = mixed ^ (mixed >>> 15);
  }
}

/// xoshiro128**.
function next() {
  const result = Math.imul(rotated(Math.imul(state[1], 5), 7), 9) >>> 0;
  const shifted = state[1] << 9;
  state[2] ^= state[0];
  state[3] ^= state[1];
  state[1] ^= state[2];
  state[0] ^= state[3];
  state[2] ^= shifted;
  state[3] = rotated(state[3], 11);
  return result;
}

function rotated(word, by) {
  return (word << by) | (word >>> (32 - by));
}

export function random() {
  return ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
}

export function randomByte() {
  return next() >>> 24;
}
