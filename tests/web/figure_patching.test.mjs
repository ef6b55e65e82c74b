// The patched DOM is the DOM of a fresh page in the same state, after hundreds of random actions.
//
// WORKBOOK_SEED=7 cargo xtask test --web figure_patching repeats a run that failed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LANGUAGES, house, linkOf, liveFigure, pageOf } from './house.mjs';

const home = house();
const SEED = Number(process.env.WORKBOOK_SEED ?? 81);
const ROUNDS = 12;
const ACTIONS_A_ROUND = 30;

/// Left out, because they show or do something that is not part of a state: time that passes, a
/// clipboard, a window.
const NOT_STATE = ['play', 'copy-link', 'projector', 'dismiss'];

/// What a run must have done at least once to prove anything.
const KINDS = ['key', 'random', 'sample', 'pair', 'mistake', 'select', 'step', 'reset'];

const TYPED = [
  '', 'x3JJHMbDL1EzLkh9GBhXDw==', 'dGhlIHNhbXBsZSBub25jZQ==', 'a b', '열쇠', '<b>&amp;</b>', '%;:=',
  'AAAAAAAAAAAAAAAAAAAAAA==', 'A'.repeat(60), '🔑',
];

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
    element.querySelector(`[data-do="${wanted}"]`).click();
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

/// Everything a reader can see or feel in the panels: the tree, and what the fields hold.
function whole(figure) {
  return figure.locator('[data-panels]').first().evaluate((panels) => ({
    html: panels.innerHTML,
    fields: [...panels.querySelectorAll('input, select, textarea')]
      .map((field) => [field.value, field.checked]),
  }));
}

for (const language of LANGUAGES) {
  test(`patched equals fresh after ${ROUNDS * ACTIONS_A_ROUND} random actions (${language})`,
    async () => {
      const next = random(SEED);
      const path = pageOf('accept-key', language);
      const page = await home.visit(path);
      const figure = await liveFigure(page, 'accept-key');
      const name = await figure.getAttribute('data-name');
      const fresh = await page.context().newPage();
      const kinds = new Set();
      for (let round = 0; round < ROUNDS; round += 1) {
        const log = [];
        for (let count = 0; count < ACTIONS_A_ROUND; count += 1) {
          const { actions, inputs } = await controls(figure);
          assert.ok(actions.length > 0, 'there is always something to do');
          if (inputs.length > 0 && next(6) === 0) {
            const verb = inputs[next(inputs.length)];
            const typed = TYPED[next(TYPED.length)];
            log.push(`${verb} ${typed}`);
            await type(figure, verb, typed);
          } else {
            log.push(actions[next(actions.length)]);
            await perform(figure, log.at(-1));
          }
          kinds.add(log.at(-1).split(' ')[0]);
        }
        const link = await linkOf(page);
        await fresh.goto(link);
        const patched = await whole(figure);
        const mounted = await whole(await liveFigure(fresh, name));
        assert.deepEqual(patched, mounted, `seed ${SEED}, round ${round}: ${log.join(' | ')}`);
      }
      for (const kind of KINDS) {
        assert.ok(kinds.has(kind), `${kind} was never done: ${[...kinds].join(', ')}`);
      }
    });
}
