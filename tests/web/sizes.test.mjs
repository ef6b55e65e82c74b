// The budgets of a first load, compressed: now and always.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstLoads } from './first_load.mjs';
import { LANGUAGES, pagesOf, pagesWithFigures } from './house.mjs';

const PAGE_BYTES_MAX = 110_000;
const FIGURES_BYTES_MAX = 340_000;

const chapters = LANGUAGES.flatMap(pagesOf).filter((path) => !path.endsWith('/print.html'));
const loads = await firstLoads(chapters);

test('HTML, CSS and JS of a chapter stay within 110 kB', () => {
  for (const { path, page, files } of loads) {
    assert.ok(files.length >= 4, `${path}: a page is more than ${files.length} files`);
    assert.ok(page <= PAGE_BYTES_MAX, `${path}: ${page} bytes: ${JSON.stringify(files)}`);
  }
});

test('figures, with glue and words, stay within 340 kB', () => {
  for (const { path, figures, files } of loads) {
    assert.ok(figures <= FIGURES_BYTES_MAX, `${path}: ${figures} bytes: ${JSON.stringify(files)}`);
    const hasFigure = pagesWithFigures(path.slice(0, 2)).includes(path);
    assert.equal(figures > 0, hasFigure, `${path}: figures are loaded where there are some`);
  }
});

test('no page loads a font, a picture, the search or the other language', () => {
  for (const { path, files } of loads) {
    const other = path.startsWith('en/') ? 'ko' : 'en';
    const surplus = files.filter(({ url }) =>
      /\.(?:woff2?|ttf|otf|png|jpe?g|webp)$/.test(url) || /search/.test(url)
      || url.includes(`.${other}.txt`) || url.startsWith(`${other}/`));
    assert.deepEqual(surplus, [], path);
  }
});
