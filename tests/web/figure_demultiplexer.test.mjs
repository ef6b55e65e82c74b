// The demultiplexer as a reader asks it: predict, send as a peer, type nonsense, follow a link.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LANGUAGES, house, linkOf, liveFigure, pageOf } from './house.mjs';

const home = house();
const NAME = 'demultiplexer';

async function open({ language = 'en', ...options } = {}) {
  const page = await home.visit(pageOf(NAME, language), options);
  await liveFigure(page, NAME);
  return { page, figure: page.locator(`[data-figure="${NAME}"]`) };
}

const press = (figure, action) => figure.locator(`[data-do="${action}"]:visible`).first().click();
const field = (figure, verb) => figure.locator(`[data-input="${verb}"]`);
const verdict = (figure) => figure.locator('.sw-verdict-line').innerText();
const hit = (figure) => figure.locator('.dm-row.is-hit code').allInnerTexts();

test('the table says nothing before the reader has answered, by keys alone', async () => {
  const { page, figure } = await open();
  assert.doesNotMatch(await figure.innerText(), /≠|differs/);
  await figure.locator('[role="radio"]').first().focus();
  await page.keyboard.press('4');
  await page.keyboard.press('Enter');
  assert.match(await verdict(figure), /No socket gets it\. The kernel answers: RST/);
  assert.match(await figure.innerText(), /as you predicted/);
});

test('a grade stays with its segment: another one is another question', async () => {
  const { page, figure } = await open();
  await press(figure, 'choose 1');
  await press(figure, 'check');
  assert.match(await figure.innerText(), /your prediction/);
  // With this sender the answer 1 would be right.
  await field(figure, 'source').fill('203.0.113.9:40001');
  assert.doesNotMatch(await figure.innerText(), /predict(?:ion|ed)|gets it\.|≠/);
  assert.equal(await figure.locator('[role="radio"][aria-checked="true"]').count(), 0);
  assert.equal(await figure.locator('.sw-verdict').count(), 0);
  await linkOf(page);
  await page.reload();
  await liveFigure(page, NAME);
  assert.equal(await figure.locator('.sw-verdict').count(), 0);
  await press(figure, 'choose 1');
  await press(figure, 'check');
  assert.match(await figure.innerText(), /as you predicted/);
});

test('each peer reaches its own connection, and a SYN the more exact listener', async () => {
  const { figure } = await open();
  await press(figure, 'show-me');
  for (const [row, peer] of [[1, '198.51.100.7:40001'], [2, '198.51.100.7:40002']]) {
    await press(figure, `as ${row}`);
    assert.deepEqual(await hit(figure), ['192.0.2.1:80', peer]);
  }
  await field(figure, 'source').fill('203.0.113.9:40002');
  await press(figure, 'send syn');
  assert.deepEqual(await hit(figure), ['*:80', '*:*']);
  await press(figure, 'specific');
  assert.deepEqual(await hit(figure), ['192.0.2.1:80', '*:*']);
  await press(figure, 'send datagram');
  assert.match(await verdict(figure), /ICMP port unreachable/);
  await field(figure, 'destination').fill('192.0.2.1:53');
  assert.match(await verdict(figure), /UDP socket/);
});

test('what is no address is answered beside its field', async () => {
  const { figure } = await open();
  await press(figure, 'show-me');
  for (const text of ['', '1.2.3', '300.1.1.1:80', '1.2.3.4:0', '<b>:1', '127.0.0.1:5']) {
    await field(figure, 'source').fill(text);
    assert.equal(await field(figure, 'source').getAttribute('aria-invalid'), 'true', text);
    assert.match(await verdict(figure), /Nothing is sent/, text);
  }
});

for (const language of LANGUAGES) {
  test(`a link brings back what was sent and answered (${language})`, async () => {
    const { page, figure } = await open({ language });
    await press(figure, 'choose 2');
    await press(figure, 'check');
    await press(figure, 'waiting');
    await press(figure, 'as 1');
    await linkOf(page);
    const seen = await figure.innerText();
    await page.reload();
    await liveFigure(page, NAME);
    assert.equal(await figure.innerText(), seen);
  });
}

test('a finger finds every control, on a narrow screen nothing runs over', async () => {
  const { page, figure } = await open({
    viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true,
  });
  await press(figure, 'show-me');
  const small = await figure.locator('button:visible').evaluateAll((buttons) => buttons
    .filter((button) => button.getBoundingClientRect().height < 44)
    .map((button) => button.outerHTML.slice(0, 80)));
  assert.deepEqual(small, []);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(over <= 0, `${over} px`);
});
