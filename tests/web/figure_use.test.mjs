// Using a figure: what it computes, typing, composing Hangul, the full window, reduced motion.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { house, liveFigure, pageOf, violations } from './house.mjs';

const home = house();
const NAME = 'accept-key';
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const PAIR = 'x3JJHMbDL1EzLkh9GBhXDw==';

const sha1 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha1'));
const press = (figure, action) => figure.locator(`[data-do="${action}"]:visible`).first().click();
const text = async (figure) => (await figure.innerText()).replace(/\s+/g, '');

async function figureOf(language, options) {
  const page = await home.visit(pageOf('accept-key', language), options);
  return { page, figure: await liveFigure(page, NAME) };
}

test('the accept value is what Node’s own SHA-1 gives, for the sample, the pair and random keys',
  async () => {
    const { figure } = await figureOf('en');
    const seen = new Set();
    for (const action of ['sample', 'pair', 'random', 'random', 'random']) {
      await press(figure, action);
      const key = await figure.locator('[data-input="key"]').inputValue();
      assert.equal(Buffer.from(key, 'base64').length, 16, key);
      assert.ok((await text(figure)).includes(sha1(key, GUID).digest('base64')), key);
      seen.add(key);
    }
    assert.equal(seen.size, 5, 'random keys differ');
  });

test('each classic mistake shows the wrong value that it gives', async () => {
  const { figure } = await figureOf('en');
  await figure.locator('[data-input="key"]').fill(PAIR);
  const hex = Buffer.from(sha1(PAIR, GUID).digest('hex')).toString('base64');
  const wrong = {
    'decode-first': sha1(Buffer.from(PAIR, 'base64'), GUID).digest('base64'),
    'hex-digest': hex,
    'no-guid': sha1(PAIR).digest('base64'),
    newline: sha1(PAIR, GUID, '\n').digest('base64'),
  };
  for (const [mistake, value] of Object.entries(wrong)) {
    await press(figure, `mistake ${mistake}`);
    assert.ok((await text(figure)).includes(value), `${mistake}: ${value}`);
    await press(figure, `mistake ${mistake}`);
  }
  assert.ok((await text(figure)).includes(sha1(PAIR, GUID).digest('base64')));
});

test('a wrong key gets a verdict with its section of the RFC, and nothing breaks', async () => {
  const { page, figure } = await figureOf('en');
  const key = figure.locator('[data-input="key"]');
  for (const wrong of ['', 'abc', 'dGhlIHNhbXBsZQ==', 'a b c', ' x3JJHMbDL1EzLkh9GBhXDw', '열쇠',
    '!!!!', '🔑', 'x3JJHMbDL1EzLkh9GBhXDw=', '<b>x</b>', 'A'.repeat(1 << 20)]) {
    await key.fill(wrong);
    const verdict = await figure.innerText();
    assert.match(verdict, /RFC\s?(?:6455|4648|9110)\s?§\s?\d/, wrong.slice(0, 30));
    assert.equal(await figure.locator('b').filter({ hasText: /^x$/ }).count(), 0);
  }
  await key.fill(PAIR);
  assert.ok((await text(figure)).includes('HSmrc0sMlYUkAGmm5OPpG2HaGWk='));
  assert.deepEqual(page.context().seen.errors, []);
});

test('a byte tells where it comes from, by pointer and by arrow keys', async () => {
  const { page, figure } = await figureOf('en');
  await press(figure, 'select accept 0');
  const explained = await text(figure);
  await press(figure, 'select accept 1');
  assert.notEqual(await text(figure), explained);
  const here = page.url().split(/[?#]/)[0];
  await page.keyboard.press('ArrowLeft');
  await page.waitForFunction(() => location.search.includes('accept'));
  assert.equal(await text(figure), explained);
  assert.equal(page.url().split(/[?#]/)[0], here);
});

test('typing in the middle keeps focus and caret through every update', async () => {
  const { page, figure } = await figureOf('en');
  const key = figure.locator('[data-input="key"]');
  await key.fill('ABEF');
  await key.evaluate((input) => input.setSelectionRange(2, 2));
  for (const [letter, value] of [['C', 'ABCEF'], ['D', 'ABCDEF']]) {
    await page.keyboard.type(letter);
    const state = await key.evaluate((input) => [
      input.value, input.selectionStart, input.selectionEnd, document.activeElement === input,
    ]);
    const caret = value.indexOf(letter) + 1;
    assert.deepEqual(state, [value, caret, caret, true]);
  }
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Shift+ArrowLeft');
  const selection = await key.evaluate((input) => [input.selectionStart, input.selectionEnd]);
  assert.deepEqual(selection, [2, 3], 'the letter before the caret');
  await page.keyboard.press('Home');
  await page.keyboard.type('Z');
  assert.equal(await key.inputValue(), 'ZABCEF');
});

test('a selection in the text of the panels survives an update elsewhere', async () => {
  const { page, figure } = await figureOf('en');
  const guid = figure.locator('[data-do^="select guid"]').nth(4);
  await guid.evaluate((element) => getSelection().selectAllChildren(element));
  const before = await page.evaluate(() => String(getSelection()));
  assert.ok(before.length > 0);
  await figure.locator('[data-do="mistake newline"]').first().evaluate((e) => e.click());
  assert.equal(await page.evaluate(() => String(getSelection())), before);
});

test('Hangul is composed letter by letter in the figure, and taken when it is whole', async () => {
  const { page, figure } = await figureOf('ko');
  const key = figure.locator('[data-input="key"]');
  await key.fill('');
  await key.focus();
  const client = await page.context().newCDPSession(page);
  const steps = ['ㅇ', '여', '열', '열ㅅ', '열쇠'];
  for (const composed of steps) {
    await client.send('Input.imeSetComposition', {
      text: composed, selectionStart: composed.length, selectionEnd: composed.length,
    });
    assert.equal(await key.inputValue(), composed);
    assert.ok(await key.evaluate((input) => document.activeElement === input));
  }
  await client.send('Input.insertText', { text: '열쇠' });
  assert.equal(await key.inputValue(), '열쇠');
  await page.waitForFunction(() => location.search.includes(encodeURIComponent('열쇠')));
  await page.keyboard.type('!');
  assert.equal(await key.inputValue(), '열쇠!');
});

test('the full window: the figure alone, larger, and Escape leads back to the page', async () => {
  const { page, figure } = await figureOf('en', { viewport: { width: 1280, height: 720 } });
  await press(figure, 'projector');
  const box = await figure.boundingBox();
  const fills = box.x <= 0 && box.y <= 0 && box.width >= 1279 && box.height >= 719;
  assert.ok(fills, JSON.stringify(box));
  assert.equal(await page.locator('html.has-projector').count(), 1);
  assert.deepEqual(await violations(page), []);
  const here = page.url().split(/[?#]/)[0];
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    const isOutside = await page.evaluate(() => {
      const element = document.activeElement;
      return element !== document.body && !element.closest('[data-figure]');
    });
    assert.ok(!isOutside, 'Tab stays within what can be seen');
  }
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !document.documentElement.classList.contains('has-projector'));
  assert.equal(page.url().split(/[?#]/)[0], here);
  // The figure is in the page as before, so the focus may stay on the control that had it.
  assert.ok(await page.evaluate(() => document.activeElement.closest('[data-figure]') !== null));
  assert.ok(await page.locator('.menu').isVisible());
});

test('with reduced motion nothing moves by itself, whatever is pressed', async () => {
  const { page, figure } = await figureOf('en', { reducedMotion: 'reduce' });
  for (const action of ['random', 'mistake no-guid', 'select digest 0', 'step previous', 'reset']) {
    await press(figure, action);
    const moving = await page.evaluate(() => document.getAnimations()
      .filter((animation) => Number(animation.effect.getComputedTiming().duration) > 1)
      .map((animation) => animation.animationName ?? animation.transitionProperty));
    assert.deepEqual(moving, [], action);
  }
});

test('play walks through the steps by itself and stops at the whole picture', async () => {
  const { page, figure } = await figureOf('en');
  const whole = await text(figure);
  await page.clock.install();
  await press(figure, 'play');
  const steps = new Set();
  // A look each half second of the page's own time, for as long as all steps could take.
  for (let looks = 0; looks < 60; looks += 1) {
    steps.add(await text(figure));
    await page.clock.runFor(500);
  }
  assert.ok(steps.size >= 4, `${steps.size} different pictures`);
  assert.equal(await text(figure), whole);
});
