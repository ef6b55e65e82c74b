// The letters as a reader shoots at them: by pointer and by keys, over TCP and over UDP; a word of
// their own; rubbish; and that it begins by itself for those who like motion, and for no one else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LANGUAGES, house, linkOf, liveFigure, pageOf } from './house.mjs';

const home = house();
const NAME = 'letters';
const STILL = { reducedMotion: 'reduce' };

async function open({ language = 'en', ...options } = STILL) {
  const page = await home.visit(pageOf(NAME, language), options);
  const figure = await liveFigure(page);
  const lane = (nth) => figure.locator('.lt-lane').nth(nth);
  return { page, figure, tcp: lane(0), udp: lane(1) };
}

const press = (figure, action) => figure.locator(`[data-do="${action}"]`).click();
const word = (figure) => figure.locator('[data-input="word"]');
const flying = (lane) => lane.locator('[data-do^="lose"]');
/// Letters of a lane by what they are: got, held, hole, empty.
const slots = async (lane, kind) => (await lane.locator(`.lt-slot.is-${kind}`).allInnerTexts())
  .join('');
const says = (lane) => lane.locator('.lt-says').innerText();

/// Ten milliseconds of the network a time.
async function go(page, figure, times) {
  await figure.locator('[data-do="play"]').focus();
  for (let at = 0; at < times; at += 1) await page.keyboard.press('ArrowRight');
}

async function begin(page, figure, text) {
  await word(figure).fill(text);
  assert.equal(await figure.locator('.lt-clock').innerText(), '0 ms');
  await go(page, figure, 4);
}

test('a letter that is destroyed comes again over TCP and is a hole over UDP', async () => {
  const { page, figure, tcp, udp } = await open();
  await begin(page, figure, 'hello');
  for (const [lane, action] of [[tcp, 'lose tcp-2'], [udp, 'lose udp-2']]) {
    const letter = lane.locator(`[data-do="${action}"]`);
    assert.match(await letter.getAttribute('aria-label'), /Destroy “e”/);
    // Gone as soon as the pointer is down: the letter moves, and a press takes its time.
    await letter.hover();
    await page.mouse.down();
    await letter.waitFor({ state: 'detached' });
    await page.mouse.up();
  }
  await go(page, figure, 20);
  assert.deepEqual([await slots(tcp, 'got'), await slots(tcp, 'held')], ['h', 'llo']);
  assert.match(await says(tcp), /“llo” arrived, “e” did not\. The kernel holds “llo” back/);
  assert.deepEqual([await slots(udp, 'got'), await slots(udp, 'hole')], ['hllo', '×']);
  await go(page, figure, 10);
  assert.match(await says(tcp), /Three ACKs in a row asked for “e”: sent again after 290 ms/);
  await page.keyboard.press('End');
  assert.equal(await slots(tcp, 'got'), 'hello');
  assert.match(await says(tcp), /^Whole\. “e” was sent again/);
  assert.equal(await slots(udp, 'got'), 'hllo');
  assert.match(await says(udp), /hole for ever/);
});

test('all of it goes by keys alone, and the focus stays in the figure', async () => {
  const { page, figure, udp } = await open();
  await begin(page, figure, 'abc');
  await flying(udp).first().focus();
  await page.keyboard.press('Enter');
  const inside = () => figure.evaluate((it) => it.contains(document.activeElement));
  assert.equal(await inside(), true);
  await page.keyboard.press('End');
  assert.equal(await slots(udp, 'got'), 'bc');
  await page.keyboard.press('Home');
  assert.equal(await slots(udp, 'got'), '');
  assert.equal(await inside(), true);
});

test('it plays to the end, can be paused, and Again is a link that loses nothing', async () => {
  const { page, figure, tcp, udp } = await open();
  await page.clock.install();
  await press(figure, 'play');
  await page.clock.runFor(3_000);
  await press(figure, 'play');
  const now = await figure.locator('.lt-clock').innerText();
  assert.match(now, /^1[0-4]\d ms$/);
  await page.clock.runFor(2_000);
  assert.equal(await figure.locator('.lt-clock').innerText(), now);
  await press(figure, 'again');
  await page.clock.runFor(20_000);
  assert.equal(await slots(tcp, 'got'), 'socket');
  assert.equal(await slots(udp, 'got'), 'socket');
  assert.match(await says(udp), /by luck/);
});

for (const language of LANGUAGES) {
  test(`any word is sent or answered, and a link brings it back (${language})`, async () => {
    const { page, figure, tcp, udp } = await open({ language, ...STILL });
    const note = figure.locator('.sw-note.is-wrong');
    for (const [text, sent] of [['안녕하세요', '안녕하세요'], ['👩‍💻🇰🇷é', '👩‍💻🇰🇷é'], ['<b> x', '<b>␣x']]) {
      await word(figure).fill(text);
      await go(page, figure, 1);
      await page.keyboard.press('End');
      assert.equal(await slots(tcp, 'got'), sent);
      assert.equal(await slots(udp, 'got'), sent);
      assert.equal(await note.isVisible(), false, text);
    }
    await word(figure).fill('');
    assert.match(await note.innerText(), language === 'en' ? /nothing to send/ : /보낼 글자가 없/);
    assert.equal(await figure.locator('[data-do="play"]').isDisabled(), true);
    await word(figure).fill('x'.repeat(4_000));
    assert.match(await note.innerText(), /12/);
    await go(page, figure, 5);
    await flying(tcp).first().focus();
    await page.keyboard.press('Enter');
    const link = await linkOf(page);
    const before = await figure.innerText();
    await page.goto(link);
    assert.equal(await (await liveFigure(page)).innerText(), before);
  });
}

/// Once the page has looked whether the figure is in view: its observer was there first.
const isLookedAt = (figure) => figure.evaluate((it) => new Promise((resolve) => {
  new IntersectionObserver(resolve, { threshold: 0.6 }).observe(it);
}));

const playText = (figure) => figure.locator('[data-do="play"]').innerText();

test('it begins by itself once, says nothing and leaves the address alone', async () => {
  const { page } = await open();
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await page.clock.install();
  await page.reload();
  const figure = await liveFigure(page);
  const address = page.url();
  await isLookedAt(figure);
  assert.match(await playText(figure), /Pause/);
  await page.clock.runFor(4_000);
  await figure.locator('.lt-tile.is-again, .lt-shell').first().waitFor();
  await page.clock.runFor(16_000);
  assert.match(await playText(figure), /Play/);
  assert.equal(await slots(figure.locator('.lt-lane').nth(0), 'got'), 'socket');
  assert.equal(await slots(figure.locator('.lt-lane').nth(1), 'got'), 'soket');
  assert.equal(page.url(), address);
  assert.equal(await page.locator('#sw-announcer').innerText(), '');
});

test('who wants less motion, or follows a link, is shown a figure at rest', async () => {
  const { figure } = await open();
  await isLookedAt(figure);
  assert.match(await playText(figure), /Play/);
  const linked = await home.visit(`${pageOf(NAME, 'en')}?f.letters=at:40`);
  const there = await liveFigure(linked);
  await isLookedAt(there);
  assert.match(await playText(there), /Play/);
  assert.equal(await there.locator('.lt-clock').innerText(), '40 ms');
});
