// Two languages: the picker keeps the place, and the front door chooses once and remembers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { house, pageOf } from './house.mjs';

const home = house();

test('the picker keeps the page, the query and the anchor, both ways', async () => {
  const path = pageOf('accept-key', 'en');
  const page = await home.visit(`${path}?f.none=1#main`);
  const anchor = await page.locator('main h2[id]').last().getAttribute('id');
  await page.evaluate((id) => { location.hash = id; }, anchor);
  await page.locator('[data-language="ko"]').click();
  await page.waitForURL(`${home.url}ko/${path.slice(3)}?f.none=1#${anchor}`);
  assert.equal(await page.locator(`#${anchor}`).count(), 1);
  await page.locator('[data-language="en"]').click();
  await page.waitForURL(`${home.url}${path}?f.none=1#${anchor}`);
});

for (const [locale, expected] of [['ko-KR', 'ko'], ['en-GB', 'en'], ['fr-FR', 'en']]) {
  test(`a browser that speaks ${locale} is led to ${expected}`, async () => {
    const page = await home.visit('', { locale });
    await page.waitForURL(`${home.url}${expected}/index.html`);
  });
}

test('a language that was chosen once is chosen by the front door from then on', async () => {
  const context = await home.context({ locale: 'en-US' });
  const page = await context.newPage();
  await page.goto(home.url);
  await page.waitForURL(`${home.url}en/index.html`);
  await page.locator('[data-language="ko"]').click();
  await page.waitForURL(`${home.url}ko/index.html`);
  const another = await context.newPage();
  await another.goto(home.url);
  await another.waitForURL(`${home.url}ko/index.html`);
});

test('a page says which other languages there are', async () => {
  const page = await home.visit('ko/index.html');
  const links = page.locator('[data-language]');
  assert.deepEqual(await links.allInnerTexts(), ['English', '한국어']);
  assert.equal(await page.locator('[data-language="ko"]').getAttribute('aria-current'), 'true');
});
