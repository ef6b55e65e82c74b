// Without scripts the book is a book: text, links, both languages, and each figure as printed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LANGUAGES, house, pagesWithFigures } from './house.mjs';

const home = house();
const off = { javaScriptEnabled: false };

for (const language of LANGUAGES) {
  test(`the printed figure of ${language} shows the whole worked example`, async () => {
    const page = await home.visit(pagesWithFigures(language)[0], off);
    const panels = page.locator('[data-figure="accept-key"] [data-panels]').first();
    assert.ok(await panels.isVisible());
    const text = (await panels.innerText()).replace(/\s+/g, ' ');
    assert.match(text, /dGhlIHNhbXBsZSBub25jZQ==/, 'the key');
    assert.match(text, /258EAFA5-E914-47DA-95CA-C5AB0DC85B11/, 'the GUID');
    assert.match(text.replaceAll(' ', ''), /b37a4f2cc0624f1690f64606cf385945b2bec4ea/i, 'SHA-1');
    assert.match(text, /s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=/, 'the accept value');
  });
}

test('nothing that needs a script is shown', async () => {
  const page = await home.visit(pagesWithFigures('en')[0], off);
  const useless = await page.locator('button:visible, .sw-js-only:visible').count();
  assert.equal(useless, 0);
});

test('chapters, the other language and the next page are reached by links', async () => {
  const [path] = pagesWithFigures('en');
  const page = await home.visit(path, off);
  await page.locator('#sidebar .chapter a').first().click();
  assert.match(page.url(), /\/en\/\w+\.html$/);
  const before = page.url();
  await page.locator('.turn [rel="next"]').click();
  assert.notEqual(page.url(), before);
  await page.locator('[data-language="ko"]').click();
  assert.equal(await page.locator('html').getAttribute('lang'), 'ko');
});

test('the front door offers both languages', async () => {
  const page = await home.visit('', off);
  assert.equal(page.url(), home.url);
  await page.locator('a[href="ko/index.html"]').click();
  assert.equal(await page.locator('html').getAttribute('lang'), 'ko');
});
