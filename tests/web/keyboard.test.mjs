// With the keyboard alone: past the menu, through the chapters, into a figure and out of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { house, liveFigure, liveFigures, pagesOf, pageOf } from './house.mjs';

const home = house();
const withFigure = pageOf('accept-key', 'en');
const TABS_MAX = 600;

const focused = (page) => page.evaluate(() => {
  const element = document.activeElement;
  return {
    tag: element.tagName.toLowerCase(),
    id: element.id,
    className: String(element.className),
    isInFigure: element.closest('[data-figure]') !== null,
  };
});

/// Presses Tab until `isThere`; the reader must not need more than the page can ask.
async function tabUntil(page, isThere) {
  for (let presses = 0; presses < TABS_MAX; presses += 1) {
    await page.keyboard.press('Tab');
    const at = await focused(page);
    if (isThere(at)) return at;
  }
  throw new Error(`not reached after ${TABS_MAX} presses of Tab`);
}

test('the first Tab reaches the skip link, which leads past the menu to the text', async () => {
  const page = await home.visit(withFigure);
  await page.keyboard.press('Tab');
  assert.match((await focused(page)).className, /skip-link/);
  assert.ok(await page.locator('.skip-link').isVisible());
  await page.keyboard.press('Enter');
  assert.equal((await focused(page)).id, 'main');
  await page.keyboard.press('Tab');
  assert.ok(await page.evaluate(() => document.activeElement.closest('main') !== null));
});

test('Tab walks into the figure, through its controls, and out again', async () => {
  const page = await home.visit(withFigure);
  await liveFigure(page);
  await tabUntil(page, (at) => at.isInFigure);
  let inside = 1;
  await tabUntil(page, (at) => {
    if (at.isInFigure) inside += 1;
    return !at.isInFigure && at.tag !== 'body';
  });
  const controls = await page.locator('[data-figure] :is(button, input, select):enabled').count();
  assert.ok(inside >= 2 && inside <= controls + 2, `${inside} stops, ${controls} controls`);
});

test('arrow keys turn the page in the text, and never in a figure', async () => {
  const all = pagesOf('en').filter((path) => !/print|404/.test(path));
  assert.ok(all.length >= 2, 'there is a page to turn to');
  const page = await home.visit(withFigure);
  await liveFigure(page);
  const here = page.url();
  const reachable = page.locator('[data-figure] :is(button, input, [tabindex="0"]):visible');
  assert.ok(await reachable.count() >= 2);
  // An arrow on a slider may show less: who is gone by then is passed over.
  for (let index = 0; index < await reachable.count(); index += 1) {
    const control = reachable.nth(index);
    if (!await control.isEnabled()) continue;
    await control.focus();
    for (const key of ['ArrowRight', 'ArrowLeft']) await page.keyboard.press(key);
    assert.equal(page.url().split(/[?#]/)[0], here.split(/[?#]/)[0], `at control ${index}`);
  }
  // Back to the text, as a reader gets there.
  await page.locator('main p').first().click();
  const forward = await page.locator('.turn [rel="next"]').count() > 0;
  const link = page.locator(`.turn [rel="${forward ? 'next' : 'prev'}"]`);
  const target = await link.evaluate((element) => element.href);
  await page.keyboard.press(forward ? 'ArrowRight' : 'ArrowLeft');
  await page.waitForURL(target);
});

test('every stop of Tab on the page can be seen', async () => {
  const page = await home.visit(withFigure);
  await liveFigures(page);
  await page.keyboard.press('Tab');
  const unseen = [];
  let isThrough = false;
  for (let presses = 0; presses < TABS_MAX; presses += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === document.body) return null;
      const box = element.getBoundingClientRect();
      // A choice of a question is ringed as a whole, with its words.
      const ringed = element.closest('.sw-question .sw-choice') ?? element;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(ringed);
      const ring = outlineStyle !== 'none' && outlineWidth !== '0px' || boxShadow !== 'none';
      const isSeen = box.width > 0 && box.height > 0 && ring;
      return { name: element.outerHTML.slice(0, 90), isSeen };
    });
    isThrough = at === null;
    if (isThrough) break;
    if (!at.isSeen) unseen.push(at.name);
  }
  assert.deepEqual(unseen, []);
  assert.ok(isThrough, `more than ${TABS_MAX} stops`);
});

test('the menu and the search open, and Escape closes them and gives the focus back', async () => {
  const page = await home.visit('en/index.html');
  await page.keyboard.press('/');
  assert.equal(await page.locator('[data-search][open]').count(), 1);
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('[data-search][open]').count(), 0);
  const theme = page.locator('summary:has(+ .menu-sheet [data-set-theme])');
  await theme.focus();
  await page.keyboard.press('Enter');
  await page.locator('[data-set-theme="dark"]').waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('[data-set-theme="dark"]').isVisible(), false);
  assert.ok(await theme.evaluate((element) => element === document.activeElement));
});
