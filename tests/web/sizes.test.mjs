// The budgets of what pages load, compressed: now and always.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chapters, firstLoads, furtherLoads } from './first_load.mjs';
import { LANGUAGES, launch, pagesWithFigures, serve } from './house.mjs';

const PAGE_BYTES_MAX = 90_000;

/// Facts that a figure asks for once it lives: IANA's names of ports.
const DATA_BYTES_MAX = 35_000;

/// What a slow phone still lays out at once.
const ELEMENTS_MAX = 2_500;
/// Pages over it: by what stands in every table of contents since chapters have exercises; one
/// with two printed pipelines of the accept value, a lab and the most tables; one with six runs.
const OVER_ELEMENTS_MAX = { life: 2_560, 'tcp-udp': 2_590, handshake: 2_640, closing: 2_570 };

/// The figures of a page that is opened first, with glue and words; of a page behind those before
/// it; of the whole book.
const FIRST_BYTES_MAX = 130_000;
const FURTHER_BYTES_MAX = 65_000;
const WHOLE_BYTES_MAX = 730_000;
/// Pages that are over it: each holds the simulated world. They may shrink and not grow. What is
/// aimed at is 130 kB, 170 with a time machine, and 340 for the whole book. Exercises need what
/// figures know of themselves, their facts: about a tenth of what a figure takes by itself. The
/// worksheets' tasks, of every chapter, run on both engines, on a page of their own.
const OVER_BYTES_MAX = {
  index: 155_000, life: 239_000, endings: 239_000, ports: 169_000, socket: 178_000,
  'tcp-udp': 150_000, 'life-exercises': 239_000, 'endings-exercises': 239_000,
  'socket-exercises': 178_000, 'tcp-udp-exercises': 150_000, 'ports-exercises': 268_000,
  'why-websocket': 183_000, 'why-websocket-exercises': 183_000, closing: 222_000,
  'closing-exercises': 222_000, security: 172_000, scale: 175_000,
  'security-exercises': 172_000, beyond: 161_000, 'beyond-exercises': 131_000,
  worksheets: 247_000,
};
/// The same of pages that are opened behind others: 65 kB is aimed at.
const FURTHER_OVER_BYTES_MAX = { life: 83_000, 'ports-exercises': 91_000 };

const loads = new Map();
for (const language of LANGUAGES) loads.set(language, await firstLoads(chapters(language)));
const all = [...loads.values()].flat();

test('HTML, CSS and JS of a chapter stay within 90 kB', () => {
  for (const { path, page, data, files } of all) {
    assert.ok(files.length >= 4, `${path}: a page is more than ${files.length} files`);
    assert.ok(page <= PAGE_BYTES_MAX, `${path}: ${page} bytes: ${JSON.stringify(files)}`);
    assert.ok(data <= DATA_BYTES_MAX, `${path}: ${data} bytes of data`);
  }
});

test('figures of a first page stay within 130 kB, or within what is over', () => {
  for (const { path, figures, files } of all) {
    const [, chapter] = /\/(.*)\.html$/.exec(path);
    const allowed = OVER_BYTES_MAX[chapter] ?? FIRST_BYTES_MAX;
    assert.ok(figures <= allowed, `${path}: ${figures} bytes: ${JSON.stringify(files)}`);
    const hasFigure = pagesWithFigures(path.slice(0, 2)).includes(path);
    assert.equal(figures > 0, hasFigure, `${path}: figures are loaded where there are some`);
  }
});

test('each further page adds 65 kB of figures at most, and the whole book keeps its budget', () => {
  for (const [language, chapters] of loads) {
    const { further, whole } = furtherLoads(chapters);
    const first = chapters.findIndex(({ figures }) => figures > 0);
    for (const [at, bytes] of further.entries()) {
      const { path } = chapters[at];
      const [, chapter] = /\/(.*)\.html$/.exec(path);
      const allowed = FURTHER_OVER_BYTES_MAX[chapter] ?? FURTHER_BYTES_MAX;
      if (at > first) assert.ok(bytes <= allowed, `${path}: ${bytes} bytes more`);
    }
    assert.ok(whole <= WHOLE_BYTES_MAX, `${language}: ${whole} bytes in all`);
  }
});

test('no page has more than 2,500 elements when it is loaded', async () => {
  const { url, close } = await serve();
  const browser = await launch();
  const over = [];
  for (const path of LANGUAGES.flatMap(chapters)) {
    const page = await browser.newPage();
    await page.goto(url + path);
    const elements = await page.evaluate(() => document.querySelectorAll('*').length);
    const [, chapter] = /\/(.*)\.html$/.exec(path);
    const allowed = OVER_ELEMENTS_MAX[chapter] ?? ELEMENTS_MAX;
    if (elements > allowed) over.push(`${path}: ${elements} elements`);
    await page.close();
  }
  // What still runs when a test fails would keep its file from ending.
  await browser.close();
  await close();
  assert.deepEqual(over, []);
});

test('no page loads a font, a picture, the search or the other language', () => {
  for (const { path, files } of all) {
    const other = path.startsWith('en/') ? 'ko' : 'en';
    const surplus = files.filter(({ url }) =>
      /\.(?:woff2?|ttf|otf|png|jpe?g|webp)$/.test(url) || /search/.test(url)
      || url.includes(`.${other}.txt`) || url.startsWith(`${other}/`));
    assert.deepEqual(surplus, [], path);
  }
});
