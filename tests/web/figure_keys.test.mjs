// Keys in a figure: they belong to it wherever the focus is, never turn a page, and the focus stays
// in the figure when what had it goes off.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { house, liveFigure, liveFigures, pagesWithFigures, placeOf } from './house.mjs';

const home = house();
/// The figure whose runs stop at questions; here the first run with one.
const GATE = 'time-machine';
const ANSWERS = '[role="radio"][tabindex="0"]';

async function open(kind, options) {
  const { path, name } = placeOf(kind, 'en', kind === GATE ? 'gate = ' : '');
  const page = await home.visit(path, options);
  const figure = await liveFigure(page, name);
  return { page, figure, here: page.url().split(/[?#]/)[0] };
}

const control = (figure, action) => figure.locator(`[data-do="${action}"]:visible`).first();
const position = (figure) => figure.locator('input[type=range]').inputValue();
const checked = (figure) => figure.locator('[role="radio"][aria-checked="true"]').count();

/// Lets the browser draw, after which a control that went off no longer has the focus.
const drawn = (page) => page.evaluate(() => new Promise((resolve) => {
  requestAnimationFrame(() => requestAnimationFrame(resolve));
}));

/// What has the focus: an element's action, or its name where it has none.
async function focused(page) {
  await drawn(page);
  return page.evaluate(() => {
    const element = document.activeElement;
    return element.dataset.do ?? element.dataset.input ?? element.tagName.toLowerCase();
  });
}

async function stays(page, here) {
  await drawn(page);
  assert.equal(page.url().split(/[?#]/)[0], here, 'the page was turned');
}

/// Steps forward by Enter until a question stands in the way.
async function toGate(page, figure) {
  await control(figure, 'step next').focus();
  for (let presses = 0; presses < 99; presses += 1) {
    if (await figure.locator('.tm-predict').count() > 0) return;
    await page.keyboard.press('Enter');
  }
  throw new Error('no question came');
}

test('the question that stops a run takes the focus, and no arrow leads out of the chapter',
  async () => {
    const { page, figure, here } = await open(GATE);
    await toGate(page, figure);
    assert.equal(await focused(page), 'choose 1');
    const gate = await position(figure);
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowLeft']) {
      await page.keyboard.press(key);
      await stays(page, here);
      assert.match(await focused(page), /^choose /, 'arrows walk over the answers');
    }
    assert.equal(await position(figure), gate);
  });

test('Enter that was meant for a step gives no answer by chance', async () => {
  const { page, figure } = await open(GATE);
  await toGate(page, figure);
  for (let presses = 0; presses < 4; presses += 1) await page.keyboard.press('Enter');
  assert.equal(await checked(figure), 0);
  assert.ok(await figure.locator(ANSWERS).count() > 0, 'the question is open');
});

test('a key that is held down does nothing more once its control went off', async () => {
  const { page, figure } = await open(GATE);
  await control(figure, 'step next').click();
  const face = await control(figure, 'play').innerText();
  await control(figure, 'step previous').focus();
  for (let repeats = 0; repeats < 4; repeats += 1) await page.keyboard.down('Enter');
  assert.equal(await focused(page), 'play');
  assert.equal(await position(figure), '0');
  assert.equal(await control(figure, 'play').innerText(), face);
  await page.keyboard.up('Enter');
  await page.keyboard.press('Enter');
  assert.notEqual(await control(figure, 'play').innerText(), face, 'pressed anew, it plays');
});

test('play leads to the question, and the focus with it', async () => {
  const { page, figure } = await open(GATE);
  await control(figure, 'speed two').click();
  await page.clock.install();
  await control(figure, 'play').focus();
  await page.keyboard.press('Enter');
  await page.clock.runFor(60_000);
  assert.ok(await control(figure, 'play').isDisabled());
  assert.equal(await page.evaluate(() => document.activeElement.dataset.do), 'choose 1');
});

test('at the end of a run the focus goes to what Tab would have come to next', async () => {
  const { page, figure, here } = await open(GATE);
  await control(figure, 'step next').focus();
  await page.keyboard.press('Enter');
  await control(figure, 'step previous').focus();
  await page.keyboard.press('Enter');
  assert.equal(await position(figure), '0');
  assert.equal(await focused(page), 'play');
  await page.keyboard.press('ArrowLeft');
  await stays(page, here);
});

for (const from of ['reset', 'step previous', 'at']) {
  test(`number keys choose and Enter answers, with the focus on "${from}"`, async () => {
    const { page, figure } = await open(GATE);
    await toGate(page, figure);
    const place = from === 'at' ? figure.locator('[data-input="at"]') : control(figure, from);
    await place.focus();
    await page.keyboard.press('2');
    assert.equal(await focused(page), 'choose 2');
    assert.equal(await checked(figure), 1);
    await page.keyboard.press('Enter');
    assert.equal(await figure.locator('.sw-choice.is-right').count(), 1);
    assert.notEqual(await focused(page), 'body');
  });
}

/// The figures that play, each on the first page that shows it.
const PLAYERS = ['accept-key', 'time-machine', 'race', 'xor-wheel', 'poisoned-proxy'];

for (const kind of PLAYERS) {
  test(`P plays and pauses ${kind} wherever the focus is, with Hangul turned on too`, async () => {
    const { page, figure, here } = await open(kind);
    // A question must be answered first in some of them.
    if (await figure.locator('[data-do="show-me"]').count() > 0) {
      await control(figure, 'show-me').click();
    }
    const play = control(figure, 'play');
    await play.waitFor();
    await control(figure, 'reset').focus();
    const face = () => play.innerText();
    const still = await face();
    const hangul = () => figure.evaluate(() => {
      const key = new KeyboardEvent('keydown', { key: 'ㅔ', code: 'KeyP', bubbles: true });
      document.activeElement.dispatchEvent(key);
    });
    for (const press of [() => page.keyboard.press('p'), hangul]) {
      await press();
      assert.notEqual(await face(), still, 'it plays');
      await press();
      assert.equal(await face(), still, 'it rests');
    }
    await stays(page, here);
  });
}

test('arrows work all over a figure, once it was pressed anywhere', async () => {
  const { page, figure, here } = await open('accept-key');
  const chosen = figure.locator('[data-do^="select "][aria-pressed="true"]');
  await figure.locator('.sw-fig-title').click();
  await page.keyboard.press('ArrowRight');
  await stays(page, here);
  const first = await chosen.first().getAttribute('data-do');
  await control(figure, 'random').focus();
  await page.keyboard.press('End');
  assert.notEqual(await chosen.first().getAttribute('data-do'), first);
  assert.equal(await focused(page), 'random', 'the focus stays where the reader put it');
});

test('arrows in a field move its cursor, on a slider its thumb', async () => {
  const { page, figure } = await open('accept-key');
  const field = figure.locator('[data-input="key"]');
  await field.fill('abc');
  const seen = await figure.locator('[data-panels]').innerHTML();
  for (const key of ['ArrowLeft', 'Home', 'End', 'p']) await page.keyboard.press(key);
  assert.equal(await field.inputValue(), 'abcp');
  await field.fill('abc');
  assert.equal(await figure.locator('[data-panels]').innerHTML(), seen);
  const machine = await open(GATE);
  await machine.figure.locator('[data-input="at"]').focus();
  await machine.page.keyboard.press('ArrowRight');
  assert.equal(await position(machine.figure), '1');
  assert.equal(await focused(machine.page), 'at');
});

test('Space and Enter press the button that has the focus, among keys that mean something else',
  async () => {
    const { page, figure } = await open('race');
    const face = await control(figure, 'play').innerText();
    for (const key of ['Space', 'Enter']) {
      await control(figure, 'at last').click();
      const end = await position(figure.locator('.rc-transport'));
      await control(figure, 'at first').focus();
      await page.keyboard.press(key);
      assert.notEqual(await position(figure.locator('.rc-transport')), end, key);
      assert.equal(await control(figure, 'play').innerText(), face, 'nothing plays');
    }
  });

test('the full window keeps the keys of its figure after a press on nothing', async () => {
  const { page, figure } = await open('accept-key', { viewport: { width: 1280, height: 720 } });
  await control(figure, 'projector').click();
  await figure.locator('.sw-fig-title').click();
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('html.has-projector').count(), 0);
});

test('a lost focus turns no page, and a press on the text does away with that', async () => {
  const { page, figure, here } = await open('accept-key');
  const field = figure.locator('[data-input="key"]');
  await field.focus();
  // Not the figure's doing: something takes the field out of the page.
  await field.evaluate((element) => element.remove());
  assert.equal(await focused(page), 'body');
  await page.keyboard.press('ArrowRight');
  await stays(page, here);
  assert.equal(await focused(page), 'figure', 'the figure has it back');
  await page.locator('main p').first().click();
  await page.keyboard.press('ArrowRight');
  await page.waitForURL((url) => url.href.split(/[?#]/)[0] !== here);
});

test('no key of any figure turns a page, whatever has the focus', async () => {
  for (const path of pagesWithFigures('en')) {
    const page = await home.visit(path);
    await liveFigures(page);
    const here = page.url().split(/[?#]/)[0];
    for (const figure of await page.locator('[data-figure]').all()) {
      await figure.locator('.sw-fig-title').click();
      for (const key of ['ArrowRight', 'ArrowLeft', 'End', 'ArrowRight', 'Home', 'ArrowLeft']) {
        await page.keyboard.press(key);
      }
      await stays(page, here);
    }
    await page.context().close();
  }
});
