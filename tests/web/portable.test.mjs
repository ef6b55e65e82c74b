// The zip file, unpacked and opened from the disk: figures live and search works on file://.
import assert from 'node:assert/strict';
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  LANGUAGES, PORTABLE, launch, liveFigure, pageOf, record,
} from './house.mjs';
import { seedPages } from './chance.mjs';
import { unzip } from './zip.mjs';

let folder;
let names;
let browser;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'workbook-portable-'));
  names = unzip(PORTABLE, folder);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

async function visit(path) {
  const context = await browser.newContext();
  context.setDefaultTimeout(15_000);
  await seedPages(context);
  const seen = record(context, 'file://');
  const page = await context.newPage();
  await page.goto(pathToFileURL(join(folder, 'socket-workbook', path)).href);
  return { page, seen };
}

function assertClean({ errors, foreign }) {
  assert.deepEqual(errors, []);
  assert.deepEqual(foreign, []);
}

test('the archive is one folder, without what only a server can use', () => {
  assert.ok(names.every((name) => name.startsWith('socket-workbook/')));
  assert.ok(names.includes('socket-workbook/index.html'));
  assert.ok(!names.includes('socket-workbook/sw.js'));
});

for (const language of LANGUAGES) {
  test(`the ${language} figure lives on file:// and answers`, async () => {
    const { page, seen } = await visit(pageOf('accept-key', language));
    const figure = await liveFigure(page, 'accept-key');
    const input = figure.locator('[data-input="key"]');
    const first = await figure.locator('[data-panels]').innerText();
    await input.fill('x3JJHMbDL1EzLkh9GBhXDw==');
    await figure.locator('[data-panels]', { hasText: 'HSmrc0sMlYUkAGmm5OPpG2HaGWk=' }).waitFor();
    assert.notEqual(await figure.locator('[data-panels]').innerText(), first);
    assertClean(seen);
  });

  test(`${language} search works on file://`, async () => {
    const { page, seen } = await visit(`${language}/index.html`);
    await page.locator('[data-open-search]').click();
    await page.locator('[data-search] input').fill('SHA-1');
    const option = page.locator('[role="option"]').first();
    await option.waitFor();
    await option.click();
    await page.locator('main mark').first().waitFor();
    assert.match(page.url(), /^file:/);
    assertClean(seen);
  });
}

test('on file:// a figure whose file is missing stays printed, and the others live', async () => {
  const file = join(folder, 'socket-workbook/assets/figures-portable-handshake-bench.js');
  renameSync(file, `${file}.away`);
  const { page } = await visit(pageOf('handshake-bench', 'en'));
  await page.locator('[data-figure]').first().scrollIntoViewIfNeeded();
  await page.waitForFunction(() => [...document.querySelectorAll('[data-figure]')]
    .every((figure) => figure.matches('[data-live]') || figure.querySelector('[data-stopped]')));
  const stopped = await page.locator('[data-figure]:has([data-stopped])').evaluateAll((figures) =>
    figures.map((figure) => figure.dataset.figure));
  assert.deepEqual([...new Set(stopped)], ['handshake-bench']);
  assert.ok(await page.locator('[data-live]').count() > 0);
  renameSync(`${file}.away`, file);
});

test('the front door leads on from a folder too', async () => {
  const { page, seen } = await visit('index.html');
  await page.waitForURL(/\/en\/index\.html$/);
  await page.locator('[data-language="ko"]').click();
  await page.waitForURL(/\/ko\/index\.html$/);
  assertClean(seen);
});
