// No page has a violation that axe knows: in both languages, both palettes, figures alive.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  LANGUAGES, PALETTES, house, liveFigures, pagesOf, pagesWithFigures, violations,
} from './house.mjs';

const home = house();

for (const language of LANGUAGES) {
  test(`axe finds nothing on any ${language} page, in either palette`, async () => {
    const withFigures = pagesWithFigures(language);
    for (const path of pagesOf(language)) {
      const options = { colorScheme: PALETTES[0], reducedMotion: 'reduce' };
      const page = await home.visit(path, options);
      if (withFigures.includes(path)) await liveFigures(page);
      assert.deepEqual(await violations(page), [], path);
      for (const palette of PALETTES.slice(1)) {
        await page.emulateMedia({ colorScheme: palette });
        await page.locator('html.coal').waitFor();
        assert.deepEqual(await violations(page, 'colours'), [], `${path} in ${palette}`);
      }
      await page.context().close();
    }
  });
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
  assert.deepEqual(await violations(page, 'colours'), []);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.locator('html.coal').waitFor();
  await page.evaluate(() => {
    const pale = document.createElement('p');
    pale.textContent = 'hard to read';
    pale.className = 'pale';
    document.querySelector('main').append(pale);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('html.coal .pale { color: #333 }');
    document.adoptedStyleSheets = [sheet];
  });
  assert.match((await violations(page, 'colours')).join('\n'), /color-contrast/);
});
