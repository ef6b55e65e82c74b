// The time machine: moving in time, gates that lock, faults, links, the capture, narrow windows.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { LANGUAGES, house, linkOf, liveFigure, pagesWithFigures } from './house.mjs';

const home = house();

// Runs of the chapters, by their pages and their names there.
const ECHO = { chapter: 'life', name: 'time-machine' };
const BACKLOG = { chapter: 'life', name: 'time-machine-3' };
const LOST = { chapter: 'endings', name: 'time-machine' };
const HALF_CLOSED = { chapter: 'endings', name: 'time-machine-2' };

const pageOf = (language, chapter) =>
  pagesWithFigures(language).find((path) => path.endsWith(`/${chapter}.html`));
const press = (figure, action) => figure.locator(`[data-do="${action}"]:visible`).first().click();
const panels = (figure) => figure.locator('[data-panels]').first().evaluate((e) => e.innerHTML);
const position = (figure) => figure.locator('input[type=range]').inputValue();
const said = (page) => page.locator('.sw-announcer').first().textContent();

async function figureOf(language, run = ECHO, options = {}) {
  const page = await home.visit(pageOf(language, run.chapter), options);
  return { page, figure: await liveFigure(page, run.name) };
}

async function walkTo(figure, step) {
  await figure.locator('input[type=range]').fill(String(step));
}

for (const language of LANGUAGES) {
  test(`keys move through the ${language} run, and each step is said aloud`, async () => {
    const { page, figure } = await figureOf(language, LOST);
    await walkTo(figure, 10);
    await figure.locator('.rec-hit[tabindex="0"]').focus();
    const before = await said(page);
    await page.keyboard.press('ArrowRight');
    assert.equal(await position(figure), '11');
    assert.notEqual(await said(page), before);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Home');
    assert.equal(await position(figure), '0');
    await page.keyboard.press('End');
    const end = await position(figure);
    assert.equal(end, await figure.locator('input[type=range]').getAttribute('max'));
    // Before the first step there was no segment: the figure itself has the focus since then.
    await figure.locator('.rec-hit[tabindex="0"]').focus();
    await page.keyboard.press('ArrowDown');
    const chosen = figure.locator('.rec-hit[aria-pressed="true"]');
    assert.equal(await chosen.count(), 1, 'down chooses a segment');
    assert.ok(await chosen.evaluate((element) => element === document.activeElement));
  });
}

test('a gate locks what lies ahead, takes a number and Enter, and shows what happens', async () => {
  const { page, figure } = await figureOf('en');
  await walkTo(figure, 99);
  const gate = await position(figure);
  assert.ok(await figure.locator('[data-do="step next"]').isDisabled());
  // The handshake and the client's data are there, and nothing that the answer could be read from.
  assert.equal(await figure.locator('.rec-seg').count(), 4, 'nothing beyond the gate is drawn');
  await figure.locator('.tm-predict [role=radio]').first().focus();
  await page.keyboard.press('3');
  assert.equal(await figure.locator('[role=radio][aria-checked=true]').count(), 1);
  await page.keyboard.press('Enter');
  assert.equal(await figure.locator('.sw-choice.is-right').count(), 1);
  assert.equal(await figure.locator('.sw-choice.is-wrong').count(), 1);
  await walkTo(figure, 99);
  assert.ok(Number(await position(figure)) > Number(gate));
});

/// The windows of a laptop, a phone and a beamer; on the last the figure fills the window.
const WINDOWS = [[1280, 800, false], [390, 844, false], [1280, 720, true]];

for (const [width, height, isFull] of WINDOWS) {
  test(`a question and what is said to it are in sight in ${width} by ${height}`, async () => {
    const { page, figure } = await figureOf('en', ECHO, { viewport: { width, height } });
    if (isFull) await press(figure, 'projector');
    const forward = figure.locator('[data-do="step next"]');
    // As a reader works in it: with the run's beginning in the window, whatever stood above.
    await figure.evaluate((element) => element.scrollIntoView());
    await walkTo(figure, 99);
    const isSeen = () => figure.evaluate((element) =>
      ['.tm-predict', '.rec-transport'].every((part) => {
        const { top, bottom } = element.querySelector(part).getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight;
      }));
    assert.ok(await isSeen(), 'the question');
    await page.keyboard.press('3');
    await page.keyboard.press('Enter');
    assert.equal(await figure.locator('.tm-predict .tm-answer .sw-clause').count(), 1);
    assert.ok(await isSeen(), 'the verdict');
    const gate = Number(await position(figure));
    await forward.click();
    assert.equal(Number(await position(figure)), gate + 1);
    assert.equal(await figure.locator('.tm-predict').count(), 0, 'the run goes on');
    assert.equal(await figure.locator('.rec-say').count(), 1);
  });
}

test('a lost segment leaves no mark before it is sent', async () => {
  const { figure } = await figureOf('en', LOST);
  const marks = () => figure.locator('.rec-seg, .rec-tick-lost, .sw-gap').count();
  assert.equal(await marks(), 0);
  await walkTo(figure, 99);
  assert.equal(await figure.locator('.rec-tick-lost').count(), 1);
});

test('a lost segment is sent again, and the change can be taken back', async () => {
  const { figure } = await figureOf('en', HALF_CLOSED);
  await walkTo(figure, 99);
  await press(figure, 'reveal');
  await walkTo(figure, 12);
  const whole = await figure.locator('input[type=range]').getAttribute('max');
  await figure.locator('.rec-hit[data-do="segment 4"]').dispatchEvent('click');
  await press(figure, 'drop 4');
  assert.equal(await figure.locator('.rec-seg.is-lost').count(), 1);
  assert.ok(Number(await figure.locator('input[type=range]').getAttribute('max')) > 0);
  await press(figure, 'tab change');
  await press(figure, 'heal');
  assert.equal(await figure.locator('.rec-seg.is-lost').count(), 0);
  assert.equal(await figure.locator('input[type=range]').getAttribute('max'), whole);
});

test('a link restores position, faults, answers, tab and language', async () => {
  const { page, figure } = await figureOf('en');
  await walkTo(figure, 99);
  await press(figure, 'choose 2');
  await press(figure, 'check');
  await walkTo(figure, 15);
  await press(figure, 'language c');
  await press(figure, 'tab ss');
  await press(figure, 'speed two');
  const seen = await panels(figure);
  assert.ok(seen.includes('ESTAB'), 'ss of the hosts');
  const other = await (await home.context()).newPage();
  await other.goto(await linkOf(page));
  assert.equal(await panels(await liveFigure(other, ECHO.name)), seen);
});

test('the capture that is saved is a pcapng file with the packets sent so far', async () => {
  const { page, figure } = await figureOf('en', LOST);
  await walkTo(figure, 9);
  const [download] = await Promise.all([page.waitForEvent('download'), press(figure, 'save')]);
  assert.equal(download.suggestedFilename(), 'time-machine.pcapng');
  const bytes = readFileSync(await download.path());
  assert.equal(bytes.readUInt32LE(0), 0x0a0d0d0a);
  let packets = 0;
  for (let at = 0; at < bytes.length; at += bytes.readUInt32LE(at + 4)) {
    packets += bytes.readUInt32LE(at) === 6 ? 1 : 0;
  }
  assert.equal(packets, 3, 'SYN, SYN ACK, ACK');
});

test('play goes on by itself, and stops at a press', async () => {
  const { page, figure } = await figureOf('en', LOST);
  await press(figure, 'speed two');
  await page.clock.install();
  await press(figure, 'play');
  await page.clock.runFor(1_500);
  const reached = Number(await position(figure));
  assert.ok(reached >= 2, `step ${reached}`);
  await press(figure, 'play');
  const stopped = await position(figure);
  await page.clock.runFor(10_000);
  assert.equal(await position(figure), stopped);
});

for (const width of [360, 390, 768, 1280]) {
  test(`nothing is wider than a window of ${width} pixels`, async () => {
    const viewport = { width, height: 800 };
    const { page, figure } = await figureOf('ko', BACKLOG, { viewport });
    await walkTo(figure, 20);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `${wide} pixels`);
  });
}
