// On paper: a figure's worked example, closed answers opened, and the whole book on one page.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { LANGUAGES, house, liveFigure, pageOf } from './house.mjs';

const home = house();
const ACCEPT = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';

/// The words of a page as a printer would put them on paper, without spaces and line ends.
async function onPaper(page) {
  const folder = mkdtempSync(join(tmpdir(), 'workbook-print-'));
  try {
    const file = join(folder, 'page.pdf');
    writeFileSync(file, await page.pdf({ format: 'A4' }));
    const text = execFileSync('pdftotext', ['-layout', file, '-'], {
      encoding: 'utf8', maxBuffer: 64 << 20,
    });
    return text.replace(/\s+/g, '');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

for (const language of LANGUAGES) {
  test(`a printed ${language} chapter holds the figure's accept value`, async () => {
    const page = await home.visit(pageOf('accept-key', language));
    await liveFigure(page, 'accept-key');
    assert.ok((await onPaper(page)).includes(ACCEPT));
  });

  test(`the whole ${language} book on one page prints its figures, unmounted`, async () => {
    const page = await home.visit(`${language}/print.html`);
    assert.equal(await page.locator('[data-toolbar] button').count(), 0);
    assert.ok((await onPaper(page)).includes(ACCEPT));
  });
}

test('closed details are open on paper', async () => {
  const page = await home.visit('en/index.html');
  await page.evaluate(() => {
    const details = document.createElement('details');
    details.innerHTML = '<summary>Ask</summary><p>HiddenAnswer</p>';
    document.querySelector('main').append(details);
  });
  assert.equal(await page.getByText('HiddenAnswer').isVisible(), false);
  assert.ok((await onPaper(page)).includes('HiddenAnswer'));
});

test('menu, sidebar and toolbars are not printed', async () => {
  const page = await home.visit(pageOf('accept-key', 'en'));
  await liveFigure(page);
  await page.emulateMedia({ media: 'print' });
  for (const part of ['.menu', '#sidebar', '[data-toolbar]', '.turn']) {
    assert.equal(await page.locator(part).first().isVisible(), false, part);
  }
});

test('ink on paper is dark on light, in the dark palette too', async () => {
  const page = await home.visit(pageOf('accept-key', 'en'), { colorScheme: 'dark' });
  await page.emulateMedia({ media: 'print' });
  const [ink, paper] = await page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d');
    const light = (colour, ground) => {
      canvas.fillStyle = ground;
      canvas.fillRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      return canvas.getImageData(0, 0, 1, 1).data[1];
    };
    const style = getComputedStyle(document.body);
    return [light(style.color, '#fff'), light(style.backgroundColor, '#fff')];
  });
  assert.ok(ink < 90 && paper > 230, `ink ${ink}, paper ${paper}`);
});
