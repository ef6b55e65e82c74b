// Without scripts the book is a book: text, links, both languages, and each figure as printed.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { LANGUAGES, house, pageOf } from './house.mjs';

const home = house();
const off = { javaScriptEnabled: false };
const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/// A text as the figure's cells show it: each letter, and below it its byte.
function cells(text) {
  return [...text].map((letter) => letter + letter.charCodeAt(0).toString(16)).join('');
}

for (const language of LANGUAGES) {
  test(`the printed figure of ${language} shows the whole worked example`, async () => {
    const page = await home.visit(pageOf('accept-key', language), off);
    const panels = page.locator('[data-figure="accept-key"] [data-panels]').first();
    const sha1 = createHash('sha1').update(KEY + GUID);
    assert.ok(await panels.isVisible());
    const text = (await panels.innerText()).replace(/\s+/g, '');
    assert.ok(text.includes(cells(KEY)), 'the key, byte by byte');
    assert.ok(text.includes(cells(GUID)), 'the GUID, byte by byte');
    assert.ok(text.includes(sha1.digest('hex')), 'the digest');
    assert.ok(text.includes('s3pPLMBiTxaQ9kYGzzhZRbK+xOo='), 'the accept value in one piece');
  });
}

test('nothing that needs a script is shown', async () => {
  const page = await home.visit(pageOf('accept-key', 'en'), off);
  const useless = await page.locator('button:visible, .sw-js-only:visible').count();
  assert.equal(useless, 0);
});

test('chapters, the other language and the next page are reached by links', async () => {
  const path = pageOf('accept-key', 'en');
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
