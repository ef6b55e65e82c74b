// Others write into a page too: translators, extensions, the reader's own hand on a field. A figure
// whose nodes were changed behind its back goes on, and is what a fresh one would be.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SEED } from './chance.mjs';
import { drive, whole } from './driver.mjs';
import { house, linkOf, liveFigure, pageOf } from './house.mjs';

const home = house();
const KINDS = [
  'accept-key', 'time-machine', 'frame-anatomy', 'handshake-bench', 'descriptor-table',
];

async function open(kind) {
  const page = await home.visit(pageOf(kind, 'en'));
  const name = await page.locator(`[data-figure="${kind}"]`).first().getAttribute('data-name');
  return { page, name, figure: await liveFigure(page, name) };
}

/// What is done to the nodes of a live figure, as functions that run in the page.
const CHANGES = {
  /// As a browser's translator does it: every text in an element of its own, in other words.
  'a translator': (figure) => {
    const texts = document.createTreeWalker(figure, NodeFilter.SHOW_TEXT);
    const all = [];
    while (texts.nextNode()) all.push(texts.currentNode);
    for (const text of all.filter((it) => it.data.trim() !== '')) {
      const [outer, inner] = [document.createElement('font'), document.createElement('font')];
      inner.textContent = `«${text.data}»`;
      outer.append(inner);
      text.replaceWith(outer);
    }
  },
  /// As an extension does it: something of its own beside what it found.
  'an extension': (figure) => {
    for (const element of figure.querySelectorAll('[data-panels] *, [data-panels]')) {
      const own = document.createElementNS(element.namespaceURI, 'i');
      own.className = 'foreign';
      element.prepend(own);
    }
  },
  'a blocker': (figure) => {
    for (const element of figure.querySelectorAll('[data-panels] span')) element.remove();
  },
};

/// Whether anything of a change is left in the panels.
const traces = (figure) => figure.locator('[data-panels] :is(font, .foreign)').count();

for (const kind of KINDS) {
  for (const [who, change] of Object.entries(CHANGES)) {
    test(`${kind} goes on after ${who} was at its nodes`, async () => {
      const { page, name, figure } = await open(kind);
      await figure.evaluate(change);
      const run = { seed: SEED, actions: 12, typed: ['1'], undone: [] };
      const { log, lost } = await drive(figure, run);
      assert.deepEqual(lost, [], 'the focus was lost');
      assert.equal(await figure.getAttribute('data-rebuilt'), '', 'a change was noticed');
      assert.equal(await traces(figure), 0);
      const fresh = await page.context().newPage();
      await fresh.goto(await linkOf(page));
      const made = `seed ${SEED}: ${log.join(' | ')}`;
      assert.deepEqual(await whole(figure), await whole(await liveFigure(fresh, name)), made);
    });
  }
}

test('a browser that translates the page is told to leave a live figure alone', async () => {
  const { page } = await open('accept-key');
  const figures = page.locator('[data-figure]');
  const marks = await figures.evaluateAll((all) => all.map((it) => it.translate));
  assert.ok(marks.length > 0);
  assert.deepEqual(marks.filter(Boolean), []);
  assert.equal(await page.locator('main').evaluate((main) => main.translate), true);
});

test('what had the focus has it again when a figure is built anew', async () => {
  const { page, figure } = await open('accept-key');
  await figure.locator('[data-do="mistake newline"]').first().focus();
  await figure.evaluate(CHANGES['a translator']);
  await page.keyboard.press('Space');
  assert.equal(await figure.getAttribute('data-rebuilt'), '');
  const focused = await page.evaluate(() => document.activeElement.dataset.do);
  assert.equal(focused, 'mistake newline');
});

test('a tick that is not the state’s goes with the next drawing', async () => {
  const { page, name, figure } = await open('frame-anatomy');
  const boxes = figure.locator('input[type="checkbox"]');
  assert.ok(await boxes.count() >= 2, 'the figure has boxes to tick');
  const ticks = () => boxes.evaluateAll((all) => all.map((box) => box.checked));
  await boxes.evaluateAll((all) => all.forEach((box) => { box.checked = !box.checked; }));
  // An action that changes no box: another byte is looked at.
  await figure.locator('[data-do^="select "]').nth(1).dispatchEvent('click');
  const drawn = await ticks();
  const fresh = await page.context().newPage();
  await fresh.goto(await linkOf(page));
  const other = await liveFigure(fresh, name);
  const wanted = await other.locator('input[type="checkbox"]')
    .evaluateAll((all) => all.map((box) => box.checked));
  assert.ok(wanted.includes(false), 'a box is empty in this state');
  assert.deepEqual(drawn, wanted);
});
