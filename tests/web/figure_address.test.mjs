// What a figure says stands in the page's address: before the page is left, and once a browser
// that refused to rewrite it lets it happen.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { house, linkOf, liveFigure, pageOf } from './house.mjs';

const home = house();
const NAME = 'accept-key';
const path = pageOf(NAME, 'en');
const ACTION = 'mistake no-guid';
const STATE = 'mistakes:no-guid';
const ALWAYS = 1e9;

const stateIn = (url) => new URL(url).searchParams.get(`f.${NAME}`);
const isPending = (figure) => figure.evaluate((it) => it.hasAttribute('data-link-pending'));
const calls = (page) => page.evaluate(() => globalThis.rewritings);

/// Presses a control and does something else before the page gets to do anything by itself.
function pressAnd(page, then) {
  return page.evaluate(([action, then]) => {
    document.querySelector(`[data-do="${action}"]`).click();
    if (then.press) document.querySelector(then.press).click();
    if (then.go) location.href = then.go;
    if (then.fire) document.dispatchEvent(new Event(then.fire));
    return location.href;
  }, [ACTION, then]);
}

/// A page in which time stands still until the test lets it pass, and whose browser refuses the
/// first so many rewritings of the address: by turns it throws and says nothing.
async function refusing(count) {
  const page = await (await home.context()).newPage();
  await page.addInitScript((count) => {
    globalThis.rewritings = 0;
    const { replaceState } = History.prototype;
    History.prototype.replaceState = function replace(...words) {
      globalThis.rewritings += 1;
      const isRefused = globalThis.rewritings <= count;
      if (!isRefused) replaceState.apply(this, words);
      else if (globalThis.rewritings % 2 === 1) throw new DOMException('no', 'SecurityError');
    };
  }, count);
  await page.goto(home.url + path);
  const figure = await liveFigure(page, NAME);
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 60_000);
  return { page, figure };
}

test('the address follows a moment later, and until then the figure is marked', async () => {
  const page = await home.visit(path);
  const figure = await liveFigure(page, NAME);
  assert.equal(await isPending(figure), false);
  const [marked, early] = await figure.evaluate((element, action) => {
    element.querySelector(`[data-do="${action}"]`).click();
    return [element.hasAttribute('data-link-pending'), location.search];
  }, ACTION);
  assert.deepEqual([marked, early], [true, '']);
  assert.equal(stateIn(await linkOf(page)), STATE);
  assert.equal(await isPending(figure), false);
});

test('who leaves at once finds the figure as it was on the way back', async () => {
  const page = await home.visit(path);
  await liveFigure(page, NAME);
  await pressAnd(page, { go: `${home.url}en/index.html` });
  await page.waitForURL(`${home.url}en/index.html`);
  await page.goBack();
  assert.equal(stateIn(page.url()), STATE);
});

test('a page that goes out of sight is written first', async () => {
  const page = await home.visit(path);
  const figure = await liveFigure(page, NAME);
  assert.equal(stateIn(await pressAnd(page, { fire: 'visibilitychange' })), STATE);
  assert.equal(await isPending(figure), false);
});

test('the other language takes a state along that was reached just now', async () => {
  const page = await home.visit(path);
  await liveFigure(page, NAME);
  await pressAnd(page, { press: '[data-language="ko"]' });
  await page.waitForURL(/\/ko\//);
  assert.equal(stateIn(page.url()), STATE);
});

test('a link within the page leaves the state behind it, and takes it along', async () => {
  const page = await home.visit(path);
  await liveFigure(page, NAME);
  const url = await pressAnd(page, { press: 'a.skip-link' });
  assert.equal(stateIn(url), STATE);
  await page.goBack();
  assert.equal(stateIn(page.url()), STATE);
});

test('a refused rewriting is tried again, whether the browser throws or says nothing', async () => {
  const { page, figure } = await refusing(2);
  await figure.locator(`[data-do="${ACTION}"]`).first().click();
  for (const [ms, made, pending] of [[300, 1, true], [500, 2, true], [1_000, 3, false]]) {
    await page.clock.runFor(ms);
    assert.deepEqual([await calls(page), await isPending(figure)], [made, pending], `${ms} ms`);
  }
  assert.equal(stateIn(page.url()), STATE);
});

test('a browser that always refuses is asked a few times only, and again after a change',
  async () => {
    const { page, figure } = await refusing(ALWAYS);
    const control = figure.locator(`[data-do="${ACTION}"]`).first();
    await control.click();
    await page.clock.runFor(600_000);
    assert.equal(await calls(page), 8);
    assert.equal(await isPending(figure), true, 'what is not written stays marked');
    await figure.locator('[data-do="mistake newline"]').first().click();
    await page.clock.runFor(300);
    assert.equal(await calls(page), 9);
  });

test('the link that is copied is whole although the browser refuses the address', async () => {
  const { page, figure } = await refusing(ALWAYS);
  await page.evaluate(() => {
    const clipboard = { writeText: async (text) => { globalThis.copied = text; } };
    Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => clipboard });
  });
  await figure.locator(`[data-do="${ACTION}"]`).first().click();
  await figure.locator('[data-do="copy-link"]').click();
  assert.equal(stateIn(page.url()), null);
  assert.equal(stateIn(await page.evaluate(() => globalThis.copied)), STATE);
});
