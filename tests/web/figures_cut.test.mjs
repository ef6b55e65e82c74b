// The figures' program in files: together they do what the program does uncut, and where a file is
// missing or damaged, the figures that need it stay as they are printed and say so.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROUNDS } from './chance.mjs';
import { given } from './chromium.mjs';
import { LANGUAGES, SITE, house, liveFigure, pageOf } from './house.mjs';

const home = house();
const WHOLE = given('WORKBOOK_WHOLE');
const SEED = Number(process.env.WORKBOOK_SEED ?? 81);
/// WORKBOOK_ROUNDS=all makes them all.
const STEPS = ROUNDS === 'all' ? 150 : 50;

/// A program that holds nothing: what a figure needs beside a base that has everything.
const EMPTY = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

const assets = readdirSync(join(SITE, 'assets'));
const loader = readFileSync(
  join(SITE, 'assets', assets.find((name) => name.startsWith('figures-loader-'))), 'utf8');
const NEEDS = JSON.parse(/NEEDS = (\{.*?\});/.exec(loader)[1]);
const PROGRAM = JSON.parse(/PROGRAM = (\{.*?\});/.exec(loader)[1]);

/// Done to both programs from outside: the same random numbers, and a count of what is on its way.
function seeded(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  Object.defineProperty(crypto, 'getRandomValues', {
    value: (buffer) => {
      for (let at = 0; at < buffer.length; at += 1) buffer[at] = next();
      return buffer;
    },
  });
  window.onTheWay = 0;
  const fetched = window.fetch;
  window.fetch = async (...given) => {
    window.onTheWay += 1;
    try {
      return await fetched(...given);
    } finally {
      setTimeout(() => { window.onTheWay -= 1; }, 50);
    }
  };
}

/// Acts at random in a figure: what was done, and what it showed behind each.
async function drive(figure, [seed, steps]) {
  const left = ['play', 'again', 'copy-link', 'projector', 'dismiss', 'save', 'pipeline'];
  const texts = ['', '0', '7', '443', '65536', 'x', '한글', 'Hello', '81 05', 'websocket', 'ssh'];
  let state = seed;
  const random = (below) => {
    state = state * 48271 % 2147483647;
    return state % below;
  };
  const verbOf = (action) => action.split(' ')[0];
  const usable = (control) => !control.disabled && control.checkVisibility();
  const all = (selector) => [...figure.querySelectorAll(selector)].filter(usable);
  const settled = async () => {
    do {
      await new Promise((resolve) => { setTimeout(resolve, 5); });
    } while (window.onTheWay > 0);
  };
  const trees = [];
  for (let step = 0; step < steps; step += 1) {
    const inputs = all('[data-input]');
    const actions = all('[data-do]').filter(({ dataset }) => !left.includes(verbOf(dataset.do)));
    let done;
    if (inputs.length > 0 && random(5) === 0) {
      const input = inputs[random(inputs.length)];
      input.value = texts[random(texts.length)];
      done = `${input.dataset.input} ${input.value}`;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    } else {
      const stays = random(8) > 0 ? 'reset' : '';
      const kept = actions.filter(({ dataset }) => dataset.do !== stays);
      const verbs = [...new Set(kept.map(({ dataset }) => verbOf(dataset.do)))];
      const verb = verbs[random(verbs.length)];
      const alike = kept.filter(({ dataset }) => verbOf(dataset.do) === verb);
      const control = alike[random(alike.length)];
      done = control?.dataset.do;
      control?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
    }
    await settled();
    trees.push([done, figure.querySelector('[data-panels]').innerHTML]);
  }
  return trees;
}

/// Puts the uncut program in the place of the files.
async function uncut(page) {
  const body = (name) => readFileSync(join(WHOLE, name));
  await page.route(/\/assets\/figures-/, (route) => {
    const name = new URL(route.request().url()).pathname.split('/').at(-1);
    if (name.startsWith('figures-loader-')) return route.continue();
    if (name.endsWith('.js')) {
      return route.fulfill({ body: body('figures.js'), contentType: 'text/javascript' });
    }
    const isBase = name === PROGRAM.base;
    const wasm = isBase ? body('figures-base.wasm') : EMPTY;
    return route.fulfill({ body: wasm, contentType: 'application/wasm' });
  });
}

async function driven(kind, prepare) {
  const context = await home.context({ reducedMotion: 'reduce' });
  await context.addInitScript(seeded, SEED);
  const page = await context.newPage();
  await prepare(page);
  await page.goto(home.url + pageOf(kind, 'en'));
  const name = await page.locator(`[data-figure="${kind}"]`).first().getAttribute('data-name');
  const figure = await liveFigure(page, name);
  await figure.scrollIntoViewIfNeeded();
  return figure.evaluate(drive, [SEED, STEPS]);
}

/// The run of a lab is printed on no page: labs mount it, and lab_runs drives it on this very site.
const FED = ['code-lab'];

for (const kind of Object.keys(NEEDS).filter((kind) => !FED.includes(kind))) {
  test(`${kind}: after each of ${STEPS} random actions it shows what the uncut program does`,
    async () => {
      const cut = await driven(kind, async () => {});
      const whole = await driven(kind, uncut);
      assert.ok(new Set(cut.map(([, tree]) => tree)).size > STEPS / 10, 'something happens');
      for (const [step, [done, tree]] of cut.entries()) {
        assert.deepEqual([done, tree], whole[step], `seed ${SEED}, step ${step}`);
      }
    });
}

/// Ways in which a file does not come as it was built.
const DAMAGES = {
  'is not there': (route) => route.fulfill({ status: 404, body: '' }),
  'does not come': (route) => route.abort(),
  'ends early': async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    await route.fulfill({ response, body: body.subarray(0, body.length / 2) });
  },
  'is another': (route) => route.fulfill({ body: EMPTY, contentType: 'application/wasm' }),
};

/// A page of which one figure's file comes damaged, without a record: errors are expected.
async function damaged(language, kind, file, damage) {
  const context = await home.browser.newContext({ serviceWorkers: 'block' });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  await page.route(`**/assets/${PROGRAM[file]}`, damage);
  await page.goto(home.url + pageOf(kind, language));
  await page.locator('[data-figure]').first().scrollIntoViewIfNeeded();
  await page.waitForFunction(() => [...document.querySelectorAll('[data-figure]')]
    .every((figure) => figure.matches('[data-live]') || figure.querySelector('[data-stopped]')));
  return { context, page };
}

/// What a figure is now, and what it says of it.
function states(page) {
  return page.locator('[data-figure]').evaluateAll((figures) => figures.map((figure) => ({
    kind: figure.dataset.figure,
    lives: 'live' in figure.dataset,
    printed: figure.querySelector('[data-panels]').innerText.trim() !== '',
    said: [...figure.querySelectorAll('[data-stopped]')].map((notice) => notice.innerText),
  })));
}

const SENTENCE = { en: /^This figure cannot run/, ko: /^그림을 움직일 수 없어/ };

for (const language of LANGUAGES) {
  for (const [name, damage] of Object.entries(DAMAGES)) {
    test(`where a figure’s file ${name}, it stays printed and the others live (${language})`,
      async () => {
        const bench = 'handshake-bench';
        const { context, page } = await damaged(language, bench, bench, damage);
        const figures = await states(page);
        assert.ok(figures.some(({ kind }) => kind !== 'handshake-bench'), 'there are others');
        for (const { kind, lives, printed, said } of figures) {
          assert.ok(printed, kind);
          assert.equal(lives, kind !== 'handshake-bench', kind);
          assert.equal(said.length, lives ? 0 : 1, kind);
          if (!lives) assert.match(said[0], SENTENCE[language]);
        }
        await context.close();
      });
  }

  test(`where the base is not there, every figure stays printed and says so (${language})`,
    async () => {
      const { context, page } =
        await damaged(language, 'handshake-bench', 'base', DAMAGES['is not there']);
      for (const { kind, lives, printed, said } of await states(page)) {
        assert.deepEqual([lives, printed, said.length], [false, true, 1], kind);
        assert.match(said[0], SENTENCE[language]);
      }
      await context.close();
    });
}

test('a page loads the base and what its figures need, and nothing else', async () => {
  for (const language of LANGUAGES) {
    const context = await home.context();
    const page = await context.newPage();
    const loaded = [];
    page.on('request', (request) => {
      const [name] = new URL(request.url()).pathname.split('/').slice(-1);
      if (name.endsWith('.wasm')) loaded.push(name);
    });
    await page.goto(home.url + pageOf('race', language));
    await liveFigure(page);
    const kinds = await page.locator('[data-figure]').evaluateAll((figures) =>
      figures.map((figure) => figure.dataset.figure));
    const needed = new Set(['base', ...kinds.flatMap((kind) => NEEDS[kind])]);
    assert.deepEqual(loaded.sort(), [...needed].map((file) => PROGRAM[file]).sort());
  }
});
