// The budgets of a first load, compressed: now and always.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstLoads } from './first_load.mjs';
import { LANGUAGES, pagesOf, pagesWithFigures } from './house.mjs';

const PAGE_BYTES_MAX = 110_000;
const FIGURES_BYTES_MAX = 100_000;
/// Parts that are over it: each holds the simulated world. They may shrink and not grow.
const OVER_BYTES_MAX = { descriptors: 126_000, machine: 161_000, ports: 120_000 };

const chapters = LANGUAGES.flatMap(pagesOf).filter((path) => !path.endsWith('/print.html'));
const loads = await firstLoads(chapters);

test('HTML, CSS and JS of a chapter stay within 110 kB', () => {
  for (const { path, page, files } of loads) {
    assert.ok(files.length >= 4, `${path}: a page is more than ${files.length} files`);
    assert.ok(page <= PAGE_BYTES_MAX, `${path}: ${page} bytes: ${JSON.stringify(files)}`);
  }
});

test('figures, with glue and words, stay within 100 kB a part, or within what is over', () => {
  for (const { path, figures, parts, files } of loads) {
    const allowed = parts.reduce(
      (sum, part) => sum + (OVER_BYTES_MAX[part] ?? FIGURES_BYTES_MAX), 0);
    assert.ok(figures <= allowed, `${path}: ${figures} bytes: ${JSON.stringify(files)}`);
    const hasFigure = pagesWithFigures(path.slice(0, 2)).includes(path);
    assert.equal(figures > 0, hasFigure, `${path}: figures are loaded where there are some`);
  }
});

test('a page loads the programs of its parts and no other', () => {
  for (const { path, parts, files } of loads) {
    const programs = files.filter(({ url }) => url.endsWith('.wasm')).map(({ url }) => url);
    assert.equal(programs.length, parts.length, `${path}: ${programs.join()}`);
    for (const part of parts) {
      assert.ok(programs.some((url) => url.includes(`figures-${part}_bg`)), `${path}: ${part}`);
    }
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
