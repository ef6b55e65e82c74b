// The patched DOM is the DOM of a fresh page in the same state, after many random actions, and the
// focus stays in the figure through all of them.
//
// A few rounds of each figure are made, in one language; WORKBOOK_ROUNDS=all makes ROUNDS_ALL in
// both, and WORKBOOK_ROUNDS=3 makes three of each.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ROUNDS, SEED, random } from './chance.mjs';
import { drive, whole } from './driver.mjs';
import { LANGUAGES, house, linkOf, liveFigure, placeOf } from './house.mjs';

const home = house();
const ACTIONS_A_ROUND = 30;
const ROUNDS_SAMPLED = 2;
const ROUNDS_ALL = 12;

const NUMBERS = ['', '0', '1', '7', '443', '65535', '65536', '-1', '1e9', 'x', '한글'];

/// The figures: what is typed into them, the kinds of action that a run must have done at least
/// once to prove anything, and what stands in the script of one in which they can be done.
const FIGURES = {
  'accept-key': {
    typed: [
      '', 'x3JJHMbDL1EzLkh9GBhXDw==', 'dGhlIHNhbXBsZSBub25jZQ==', 'a b', '열쇠', '<b>&amp;</b>',
      '%;:=', 'AAAAAAAAAAAAAAAAAAAAAA==', 'A'.repeat(60), '🔑',
    ],
    kinds: ['key', 'random', 'sample', 'pair', 'mistake', 'select', 'step', 'reset'],
  },
  'time-machine': {
    typed: NUMBERS,
    script: 'gate = ',
    kinds: ['step', 'at', 'tab', 'choose', 'language', 'lines', 'reset'],
  },
  race: { typed: NUMBERS, kinds: ['at', 'loss', 'messages', 'reset'] },
  letters: {
    typed: ['', 'socket', '안녕하세요', 'abcdefghijklmnop', '👩‍💻🇰🇷', '<b>', ' '],
    kinds: ['word', 'lose', 'reset'],
  },
  'descriptor-table': {
    typed: NUMBERS,
    kinds: ['call', 'option', 'value', 'fd', 'tab', 'undo', 'reset'],
  },
  'port-map': {
    typed: [...NUMBERS, 'http', 'ssh'],
    kinds: ['port', 'query', 'holder', 'user', 'address', 'reuse', 'unprivileged', 'reset'],
  },
  demultiplexer: {
    typed: [...NUMBERS, '203.0.113.9:40002', '192.0.2.1:80'],
    kinds: ['choose', 'send', 'source', 'destination', 'waiting', 'specific', 'as', 'reset'],
  },
  'frame-anatomy': {
    typed: ['', '81 05', '818537fa213d7f9f4d5158', '안녕', '한'.repeat(40)],
    kinds: ['bytes', 'text', 'select', 'toggle', 'opcode', 'mask', 'width', 'add', 'reset'],
  },
  'xor-wheel': {
    typed: ['', 'Hello', '안녕', '37 fa 21 3d', '4 5'],
    kinds: ['payload', 'key', 'chunks', 'step', 'to', 'lost', 'reset'],
  },
  'handshake-bench': {
    typed: ['', 'websocket', 'a, b', '<b>'],
    kinds: ['open', 'name', 'value', 'add', 'double', 'remove', 'up', 'down', 'reset'],
  },
  'poisoned-proxy': {
    typed: ['', 'Hello', '00 00 00 00', '한글'],
    kinds: ['choose', 'proxy', 'mask', 'key', 'visitor', 'server', 'step', 'ask', 'reset'],
  },
  interleaver: {
    typed: ['', 'Hi', '안녕', '8'],
    kinds: ['first', 'second', 'kind', 'cut', 'add', 'pick', 'place', 'task', 'step', 'reset'],
  },
  'close-ends': {
    typed: [...NUMBERS, '1000', '4999', 'bye', '\\xff', '안녕'.repeat(30)],
    script: 'forged = ',
    kinds: ['closer', 'case', 'code', 'reason', 'reset'],
  },
  hijack: {
    typed: ['', 'evil.example', 'https://bank.example', '한글', '<b>', 'x'.repeat(300)],
    script: 'samesite = ',
    kinds: ['page', 'opener', 'credential', 'samesite', 'rule', 'reset'],
  },
  herd: {
    typed: NUMBERS,
    script: 'question = ',
    kinds: ['choose', 'clients', 'outage', 'base', 'seed', 'reset'],
  },
  'slow-reader': {
    typed: NUMBERS,
    script: 'question = ',
    kinds: ['choose', 'policy', 'size', 'pace', 'reset'],
  },
  'overhead-meter': {
    typed: [...NUMBERS, '0.5s server hi', 'every 2s browser hello', '1s nobody', '<b>'],
    kinds: ['by', 'seconds', 'latency', 'proxy', 'reset'],
  },
  chooser: { typed: NUMBERS, kinds: ['runs', 'talk', 'wish', 'example', 'reset'] },
  'compression-lens': {
    typed: [...NUMBERS, 'Hi', 'Hi\nHi\n안녕', 'session=7', 'abcdef', '<b>', 'x'.repeat(900)],
    script: 'question = ',
    kinds: ['choose', 'look', 'text', 'draw', 'bits', 'takeover', 'at', 'guess', 'apart', 'reset'],
  },
  'upgrade-diff': {
    typed: [...NUMBERS, 'chat.v2', 'a, b', '/room', '<b>'],
    kinds: [
      'beside', 'host', 'path', 'protocols', 'deflate', 'open', 'support', 'trip', 'at', 'reset',
    ],
  },
};

/// Which rounds of a figure are made: their number, and in which languages.
function share(kind) {
  if (ROUNDS === 'all') return { rounds: ROUNDS_ALL, languages: LANGUAGES };
  const at = Object.keys(FIGURES).indexOf(kind);
  const languages = [LANGUAGES[(SEED + at) % LANGUAGES.length]];
  return { rounds: ROUNDS === 'sample' ? ROUNDS_SAMPLED : ROUNDS, languages };
}

for (const [kind, { typed, kinds, script }] of Object.entries(FIGURES)) {
  const { rounds, languages } = share(kind);
  for (const language of languages) {
    const count = rounds * ACTIONS_A_ROUND;
    test(`${kind}: patched equals fresh after ${count} random actions (${language})`, async () => {
      const next = random(SEED);
      // A figure that begins by itself would be somewhere else by the time it is compared.
      const still = { reducedMotion: 'reduce' };
      const { path, name } = placeOf(kind, language, script);
      const page = await home.visit(path, still);
      const figure = await liveFigure(page, name);
      const fresh = await page.context().newPage();
      let undone = kinds;
      for (let round = 0; round < rounds; round += 1) {
        const run = { seed: next(2 ** 31), actions: ACTIONS_A_ROUND, typed, undone };
        const { log, lost } = await drive(figure, run);
        const made = `seed ${SEED}, round ${round}: ${log.join(' | ')}`;
        assert.deepEqual(lost, [], `the focus was lost; ${made}`);
        undone = undone.filter((verb) => !log.some((action) => action.split(' ')[0] === verb));
        await fresh.goto(await linkOf(page));
        const patched = await whole(figure);
        const mounted = await whole(await liveFigure(fresh, name));
        assert.deepEqual(patched, mounted, made);
        // A figure that is built anew would equal a fresh one whatever the patcher does.
        assert.equal(await figure.getAttribute('data-rebuilt'), null, made);
      }
      assert.deepEqual(undone, [], 'these actions were never done');
    });
  }
}

test('a seed is a whole run: the same is drawn, done and shown again', async () => {
  const run = { seed: SEED, actions: ACTIONS_A_ROUND, undone: [], typed: ['x', ''] };
  const runs = [];
  for (let times = 0; times < 2; times += 1) {
    const page = await home.visit(placeOf('accept-key', 'en').path);
    const figure = await liveFigure(page, 'accept-key');
    const done = await drive(figure, run);
    await figure.locator('[data-do="random"]').click();
    runs.push({ done, shown: await whole(figure) });
  }
  assert.deepEqual(runs[0], runs[1]);
});
