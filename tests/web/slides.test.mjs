// Slides: every one of every page, in both languages, without anything to scroll; their keys; what
// a question, a figure and the record have of it; and that nothing is left behind.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LANGUAGES, house, linkOf, pagesOf, violations } from './house.mjs';

const home = house();
const VIEW = { viewport: { width: 1280, height: 720 } };

/// What the last row still reads, in pixels: text, and what stands in figures and programs.
const TEXT_PX_MIN = 18;
const FIGURE_SCALE_MIN = 0.65;

/// Opens a page at its slides and waits until they are cut.
async function slides(path, options = VIEW) {
  const page = await home.visit(path, options);
  await shown(page);
  return page;
}

async function shown(page) {
  await page.waitForFunction(() => document.documentElement.dataset.slideKind
    && typeof workbook !== 'undefined' && workbook.slides.count > 0);
}

const numberOf = async (page) => (await page.locator('.slide-number').textContent()).split(' ')[0];

/// What is wrong with the slide that is shown.
function faults(page) {
  return page.evaluate(({ textMin, scaleMin }) => {
    const html = document.documentElement;
    const main = document.getElementById('main');
    const said = [];
    if (html.scrollHeight > innerHeight + 1) said.push(`the page is ${html.scrollHeight} high`);
    if (main.scrollHeight > main.clientHeight + 1) said.push(`${main.scrollHeight} high`);
    if (main.scrollWidth > main.clientWidth + 1) said.push(`${main.scrollWidth} wide`);
    if (main.innerText.trim() === '') said.push('it is empty');
    const text = [...main.querySelectorAll('p:not(.listing-name), li, td')].find((node) =>
      node.checkVisibility() && !node.closest('.sw-figure') && node.innerText.trim() !== '');
    const size = text && parseFloat(getComputedStyle(text).fontSize);
    const isText = html.dataset.slideKind === 'text';
    if (isText && size && size < textMin) said.push(`text of ${size} px`);
    const scale = Number(html.style.getPropertyValue('--slide-zoom'));
    if (!isText && scale < scaleMin) said.push(`a figure at ${scale}`);
    return said;
  }, { textMin: TEXT_PX_MIN, scaleMin: FIGURE_SCALE_MIN });
}

/// Walks all slides of a page by one key, and gives back what is wrong with any of them.
async function walk(page, name) {
  const wrong = [];
  const count = await page.evaluate(() => workbook.slides.count);
  for (let at = 1; at <= count; at += 1) {
    assert.equal(await numberOf(page), String(at), `${name}: slide ${at}`);
    for (const fault of await faults(page)) wrong.push(`${name}, slide ${at}: ${fault}`);
    if (at < count) await page.keyboard.press('PageDown');
  }
  return { wrong, count };
}

for (const language of LANGUAGES) {
  test(`nothing scrolls on any ${language} slide`, { timeout: 580_000 }, async () => {
    const context = await home.context(VIEW);
    const page = await context.newPage();
    const wrong = [];
    // The progress page is each reader's own, and as long as what they did.
    const isShown = (path) => !/\/(?:print|progress)\.html$/.test(path);
    for (const path of pagesOf(language).filter(isShown)) {
      await page.goto(`${home.url}${path}?slides`);
      await shown(page);
      const seen = await walk(page, path);
      wrong.push(...seen.wrong);
    }
    assert.deepEqual(wrong, []);
  });
}

test('all of a chapter stands on its slides, and once', async () => {
  const page = await slides('en/life.html?slides');
  const missed = await page.evaluate(() => {
    const main = document.getElementById('main');
    const pieces = [...main.querySelectorAll('p, li, tr, pre, [data-figure], [data-lab]')]
      .filter((node) => !node.closest('.sw-figure .sw-figure, thead, .sw-answers, .sw-asked')
        && !node.closest('.sw-cover')
        && (node.matches('.sw-figure') || !node.closest('.sw-figure'))
        && node.textContent.trim() !== '' && !node.matches('.chapter-number, .sw-key'));
    const seen = new Set();
    for (let at = 0; at < workbook.slides.count; at += 1) {
      for (const node of pieces) if (node.checkVisibility()) seen.add(node);
      dispatchEvent(new KeyboardEvent('keydown', { key: 'PageDown' }));
    }
    return pieces.filter((node) => !seen.has(node) && !node.closest('[hidden]'))
      .map((node) => node.textContent.trim().slice(0, 60));
  });
  assert.deepEqual(missed, []);
});

test('keys turn, jump, list and leave; the address names the slide', async () => {
  const page = await home.visit('en/life.html', VIEW);
  await page.keyboard.press('s');
  await shown(page);
  const count = await page.evaluate(() => workbook.slides.count);
  const first = Number(await numberOf(page));
  await page.keyboard.press('ArrowRight');
  assert.equal(Number(await numberOf(page)), first + 1);
  await page.keyboard.press('ArrowLeft');
  assert.equal(Number(await numberOf(page)), first);
  await page.keyboard.press('End');
  assert.equal(await numberOf(page), String(count));
  assert.match(page.url(), new RegExp(`\\?slides#slide-${count}$`));
  await page.keyboard.press('Home');
  assert.equal(await numberOf(page), '1');
  await page.keyboard.press('o');
  await page.locator('.slide-overview .slide-entry').nth(4).click();
  assert.equal(await numberOf(page), '5');
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('html.has-slides').count(), 0);
  assert.equal(await page.locator('[data-slide-off]').count(), 0, 'nothing stays hidden');
  assert.equal(new URL(page.url()).search, '');
  assert.equal(await page.evaluate(() => document.documentElement.style.length), 0);
});

test('a figure on a slide lives and keeps its keys, and Esc gives them back', async () => {
  const page = await slides('en/life.html?slides#fig-time-machine');
  const figure = page.locator('[data-name="time-machine"]');
  // Its question comes first: the figure waits for that until it is opened.
  await figure.locator('[data-uncover]').click();
  const at = await numberOf(page);
  await figure.locator('[data-do="play"]').focus();
  assert.match(await page.locator('.slide-keys').textContent(), /figure/);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  assert.match(await figure.locator('.rec-step').innerText(), /Step 2/);
  assert.equal(await numberOf(page), at, 'the slide stays');
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.activeElement?.id === 'main');
  await page.keyboard.press('ArrowRight');
  assert.equal(Number(await numberOf(page)), Number(at) + 1);
  assert.match(decodeURIComponent(await linkOf(page)), /f\.time-machine=at:2/);
});

test('a question asks, the next slide answers, and the record knows nothing of it', async () => {
  const page = await slides('en/life.html?slides#question-early');
  const question = page.locator('#question-early');
  assert.equal(await question.getAttribute('data-state'), 'open');
  assert.equal(await question.locator('.sw-why').isVisible(), false);
  await page.keyboard.press('ArrowRight');
  assert.equal(await question.getAttribute('data-state'), 'seen');
  assert.equal(await question.locator('.is-right').count(), 1);
  await page.keyboard.press('ArrowLeft');
  assert.equal(await question.getAttribute('data-state'), 'open');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Escape');
  assert.equal(await question.getAttribute('data-state'), 'open', 'as the record has it');
  assert.equal(await page.evaluate(() => workbook.record.answers().size), 0);
});

test('what was answered before is asked anew on slides, and stands behind them', async () => {
  const page = await home.visit('en/life.html', VIEW);
  const question = page.locator('#question-early');
  await question.locator('input').nth(0).check();
  await question.locator('[type="submit"]').click();
  assert.equal(await question.getAttribute('data-state'), 'wrong');
  await page.waitForFunction(() => workbook.record.answers().size === 1);
  await page.evaluate(() => { document.activeElement.blur(); });
  await page.keyboard.press('s');
  await shown(page);
  await page.keyboard.press('Home');
  while (!await question.isVisible()) await page.keyboard.press('PageDown');
  assert.equal(await question.getAttribute('data-state'), 'open');
  await page.keyboard.press('Escape');
  assert.equal(await question.getAttribute('data-state'), 'wrong');
});

test('slides are loaded when they are asked for, and print as the page does', async () => {
  const page = await home.visit('en/ports.html', VIEW);
  const loaded = () => page.evaluate(() => performance.getEntriesByType('resource')
    .filter(({ name }) => /\/slides-/.test(name)).length);
  assert.equal(await loaded(), 0);
  const height = async () => {
    await page.emulateMedia({ media: 'print' });
    const seen = await page.evaluate(() => [
      document.querySelector('#transfer').checkVisibility(),
      getComputedStyle(document.documentElement).fontSize,
      document.querySelector('.slide-bottom')?.checkVisibility() ?? false,
    ]);
    await page.emulateMedia({ media: 'screen' });
    return seen;
  };
  const before = await height();
  await page.keyboard.press('s');
  await shown(page);
  assert.ok(await loaded() >= 2);
  assert.deepEqual(await height(), before);
});

test('slides are as accessible as the page, in both palettes', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const page = await slides('ko/life.html?slides#calls', { ...VIEW, colorScheme });
    assert.deepEqual(await violations(page), []);
  }
});

test('a narrower window is cut anew, with nothing to scroll there either', async () => {
  const page = await slides('ko/masking.html?slides', { viewport: { width: 1024, height: 768 } });
  const count = await page.evaluate(() => workbook.slides.count);
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.waitForFunction((old) => workbook.slides.count !== old || innerWidth === 1920, count);
  await page.waitForTimeout(0);
  const main = await page.evaluate(() => {
    const { scrollHeight, clientHeight } = document.getElementById('main');
    return scrollHeight - clientHeight;
  });
  assert.ok(main <= 1);
});
