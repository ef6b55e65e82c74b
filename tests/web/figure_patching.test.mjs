// The patched DOM is the DOM of a fresh page in the same state, after hundreds of random actions.
//
// WORKBOOK_SEED=7 cargo xtask test --web figure_patching repeats a run that failed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LANGUAGES, house, linkOf, liveFigure, pageOf } from './house.mjs';

const home = house();
const SEED = Number(process.env.WORKBOOK_SEED ?? 81);
const ACTIONS_A_ROUND = 30;

/// Left out, because they show or do something that is not part of a state: time that passes, a
/// clipboard, a window, a file for the reader, another figure.
const NOT_STATE = ['play', 'copy-link', 'projector', 'dismiss', 'save', 'pipeline'];

const NUMBERS = ['', '0', '1', '7', '443', '65535', '65536', '-1', '1e9', 'x', '한글'];

/// The figures: what is typed into them, and the kinds of action that a run must have done at
/// least once to prove anything.
const FIGURES = {
  'accept-key': {
    rounds: 12,
    languages: LANGUAGES,
    typed: [
      '', 'x3JJHMbDL1EzLkh9GBhXDw==', 'dGhlIHNhbXBsZSBub25jZQ==', 'a b', '열쇠', '<b>&amp;</b>',
      '%;:=', 'AAAAAAAAAAAAAAAAAAAAAA==', 'A'.repeat(60), '🔑',
    ],
    kinds: ['key', 'random', 'sample', 'pair', 'mistake', 'select', 'step', 'reset'],
  },
  'time-machine': {
    typed: NUMBERS,
    kinds: ['step', 'at', 'tab', 'choose', 'language', 'lines', 'reset'],
  },
  race: { typed: NUMBERS, kinds: ['at', 'loss', 'messages', 'reset'] },
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
    kinds: ['name', 'value', 'add', 'double', 'remove', 'up', 'down', 'own', 'reset'],
  },
  'poisoned-proxy': {
    typed: ['', 'Hello', '00 00 00 00', '한글'],
    kinds: ['choose', 'proxy', 'mask', 'key', 'visitor', 'server', 'step', 'ask', 'reset'],
  },
};

/// A small generator (mulberry32), so that a seed is a whole run.
function random(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const verbOf = (action) => action.split(' ')[0];

/// What can be done in the figure as it is now.
function controls(figure) {
  return figure.evaluate((element, left) => {
    const usable = (control) => !control.disabled && control.checkVisibility();
    const all = (selector) => [...element.querySelectorAll(selector)].filter(usable);
    const actions = all('[data-do]').map((control) => control.dataset.do);
    const inputs = all('[data-input]').map((control) => control.dataset.input);
    return {
      actions: actions.filter((action) => !left.includes(action)),
      inputs,
    };
  }, NOT_STATE);
}

function perform(figure, action) {
  return figure.evaluate((element, wanted) => {
    // Not `click()`: what is drawn has none.
    const press = new MouseEvent('click', { bubbles: true, cancelable: true });
    element.querySelector(`[data-do="${wanted}"]`).dispatchEvent(press);
  }, action);
}

function type(figure, verb, typed) {
  return figure.evaluate((element, [wanted, value]) => {
    const input = element.querySelector(`[data-input="${wanted}"]`);
    input.focus();
    input.value = value;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }, [verb, typed]);
}

/// Everything a reader can see or feel in the panels: the tree, a line an element or a text, and
/// what the fields hold. In which order an element got its attributes says nothing.
function whole(figure) {
  return figure.locator('[data-panels]').first().evaluate((panels) => {
    const line = (node) => {
      if (!node.attributes) return JSON.stringify(node.nodeValue);
      const attributes = [...node.attributes].map(({ name, value }) => `${name}=${value}`);
      return `<${node.nodeName} ${attributes.sort().join(' ')}>`;
    };
    const lines = (node, depth) => [
      ' '.repeat(depth) + line(node),
      ...[...node.childNodes].flatMap((child) => lines(child, depth + 1)),
    ];
    return {
      tree: lines(panels, 0),
      fields: [...panels.querySelectorAll('input, select, textarea')]
        .map((field) => [field.value, field.checked]),
    };
  });
}

for (const [kind, subject] of Object.entries(FIGURES)) {
  const { typed: texts, kinds: wanted, rounds = 4, languages = ['en'] } = subject;
  for (const language of languages) {
    const count = rounds * ACTIONS_A_ROUND;
    test(`${kind}: patched equals fresh after ${count} random actions (${language})`, async () => {
      const next = random(SEED);
      const page = await home.visit(pageOf(kind, language));
      const name = await page.locator(`[data-figure="${kind}"]`).first().getAttribute('data-name');
      const figure = await liveFigure(page, name);
      const fresh = await page.context().newPage();
      const done = new Set();
      for (let round = 0; round < rounds; round += 1) {
        const log = [];
        for (let at = 0; at < ACTIONS_A_ROUND; at += 1) {
          const { actions, inputs } = await controls(figure);
          assert.ok(actions.length > 0, 'there is always something to do');
          if (inputs.length > 0 && next(6) === 0) {
            const verb = inputs[next(inputs.length)];
            const text = texts[next(texts.length)];
            log.push(`${verb} ${text}`);
            await type(figure, verb, text);
          } else {
            // By kind first: some figures have hundreds of the same. Back to the start seldom.
            const stays = next(5) > 0 ? 'reset' : '';
            const verbs = [...new Set(actions.map(verbOf))].filter((verb) => verb !== stays);
            const verb = verbs[next(verbs.length)];
            const alike = actions.filter((action) => verbOf(action) === verb);
            log.push(alike[next(alike.length)]);
            await perform(figure, log.at(-1));
          }
          done.add(verbOf(log.at(-1)));
        }
        await fresh.goto(await linkOf(page));
        const patched = await whole(figure);
        const mounted = await whole(await liveFigure(fresh, name));
        assert.deepEqual(patched, mounted, `seed ${SEED}, round ${round}: ${log.join(' | ')}`);
      }
      for (const action of wanted) {
        assert.ok(done.has(action), `${action} was never done: ${[...done].join(', ')}`);
      }
    });
  }
}
