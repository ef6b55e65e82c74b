// Copying a link says what happened, and copies what is shown.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { house, linkOf, liveFigure, pageOf } from './house.mjs';

const home = house();
const NAME = 'accept-key';
const path = pageOf('accept-key', 'en');
const press = (figure, action) => figure.locator(`[data-do="${action}"]:visible`).first().click();

/// A page whose clipboard is this JavaScript expression.
async function withClipboard(expression) {
  const page = await (await home.context()).newPage();
  await page.addInitScript((value) => {
    const get = new Function(`return ${value}`);
    Object.defineProperty(Navigator.prototype, 'clipboard', { get });
  }, expression);
  await page.goto(home.url + path);
  return { page, figure: await liveFigure(page, NAME) };
}

/// Waits until a screen reader has been told this.
const said = (page, words) => page.waitForFunction(
  (text) => document.querySelector('#sw-announcer').textContent.includes(text), words,
);

for (const [what, clipboard] of [
  ['a page without a clipboard', 'undefined'],
  ['a page that may not copy', '({ writeText: () => Promise.reject(new Error("no")) })'],
]) {
  test(`${what} says so, and its figure goes on`, async () => {
    const { page, figure } = await withClipboard(clipboard);
    await press(figure, 'mistake no-guid');
    await press(figure, 'copy-link');
    await said(page, 'Copying is not allowed here');
    await press(figure, 'mistake no-guid');
    const on = figure.locator('[data-do="mistake no-guid"]').first();
    assert.equal(await on.getAttribute('aria-checked'), 'false');
    await press(figure, 'mistake newline');
    assert.match(await linkOf(page), /f\.accept-key=mistakes%3Anewline/);
  });
}

test('rubbish in the address is gone from the link that is copied', async () => {
  const page = await home.visit(`${path}?f.${NAME}=step:99`);
  const figure = await liveFigure(page, NAME);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await press(figure, 'copy-link');
  await said(page, 'is copied');
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(new URL(link).search, '');
  assert.equal(new URL(page.url()).search, '');
});
