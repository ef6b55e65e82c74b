// The whole book by the keyboard alone, as a reader who has no other: every question is reached,
// answered and counted, in the text and in the figures, and no key throws the reader out.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { SITE, house, pagesOf } from './house.mjs';

const home = house();
const PRESSES_MAX = 6_000;
const GATES_MAX = 4;
const STEPS_MAX = 90;

/// Where the focus is, in the words of this walk.
const place = (page) => page.evaluate(() => {
  const at = document.activeElement;
  const question = at.closest('.sw-question');
  const figure = at.closest('.sw-figure');
  const slider = figure?.querySelector('.rec-transport input[type="range"]');
  return {
    isNowhere: at === document.body,
    isForward: at.matches('[rel="next"]'),
    isLast: at.closest('.turn') !== null && at.matches(':last-child'),
    question: question?.dataset.state === 'open' && at.matches('input')
      ? { id: question.id, kind: question.dataset.kind } : null,
    gate: at.matches('.sw-predict [role="radio"]:not([aria-disabled])'),
    // Digits answer from anywhere in the figure.
    isAsked: Boolean(figure?.querySelector('.sw-predict [role="radio"]:not([aria-disabled])')),
    isAtEnd: slider && Number(slider.value) > 0 && slider.value === slider.max,
    figure: figure?.dataset.figure ?? null,
    name: figure?.dataset.name ?? null,
  };
});

/// A control that went off has the focus only until the browser draws again.
async function keepsFocus(page, what) {
  await page.evaluate(() => new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(resolve));
  }));
  assert.ok(!(await place(page)).isNowhere, `${what}: the answer took the focus away`);
}

async function answerQuestion(page, { id, kind }) {
  const count = await page.locator(`#${id} .sw-choice`).count();
  if (kind === 'number') {
    for (let field = 0; field < count; field += 1) {
      if (field > 0) await page.keyboard.press('Tab');
      await page.keyboard.type('1');
    }
  } else if (kind === 'order') {
    for (let at = 1; at <= count; at += 1) await page.keyboard.press(String(at));
  } else {
    await page.keyboard.press('1');
  }
  await page.keyboard.press('Enter');
  assert.notEqual(await page.locator(`#${id}`).getAttribute('data-state'), 'open', id);
  await keepsFocus(page, id);
}

/// Walks a time machine to its end, answering at its gates.
async function walkRun(page, name) {
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const at = await place(page);
    assert.equal(at.name, name, `step ${step} of ${name} lost the focus`);
    if (at.isAsked) {
      await page.keyboard.press('1');
      await page.keyboard.press('Enter');
    } else if (at.isAtEnd) {
      return;
    } else {
      await page.keyboard.press('ArrowRight');
    }
  }
  throw new Error(`${page.url()}: ${name} did not come to its end`);
}

async function walkChapter(page) {
  const walked = new Set();
  for (let press = 0; press < PRESSES_MAX; press += 1) {
    await page.keyboard.press('Tab');
    const at = await place(page);
    assert.ok(!at.isNowhere, `${page.url()}: Tab led nowhere, press ${press}`);
    if (at.isForward || at.isLast) return at.isForward;
    if (at.question) await answerQuestion(page, at.question);
    else if (at.figure === 'time-machine' && !walked.has(at.name)) {
      await page.locator(`[data-name="${at.name}"][data-live]`).waitFor();
      walked.add(at.name);
      await walkRun(page, at.name);
    } else if (at.gate) {
      // A figure may ask about one end, and then about the other.
      for (let asked = 0; asked < GATES_MAX && (await place(page)).isAsked; asked += 1) {
        await page.keyboard.press('1');
        await page.keyboard.press('Enter');
        await keepsFocus(page, at.name);
      }
    }
  }
  throw new Error(`${page.url()}: the way on was not reached`);
}

/// How many exercises the book counts.
function exercises() {
  const text = (path) => readFileSync(join(SITE, path), 'utf8');
  const pages = pagesOf('en').filter((path) => !path.endsWith('/print.html'));
  return pages.reduce((sum, path) => sum + text(path).split(' data-exercise="').length - 1, 0);
}

test('every question of the book is answered by the keyboard alone', async () => {
  const page = await home.visit('en/index.html');
  const pages = await page.locator('.sidebar .chapter a').count();
  for (let turned = 0; turned < pages; turned += 1) {
    const before = page.url();
    const isForward = await walkChapter(page);
    if (!isForward) break;
    assert.equal(new URL(page.url()).pathname, new URL(before).pathname, 'no key turned the page');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname !== new URL(before).pathname);
    await page.waitForLoadState();
  }
  const text = await page.locator('[data-score-of="book"] span').textContent();
  // What is left is to be built, not answered.
  assert.match(text, new RegExp(`, ${exercises()} open$`), text);
});
