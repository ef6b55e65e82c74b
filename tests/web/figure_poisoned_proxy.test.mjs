// The poisoned proxy as a reader runs it: predict, mask, edit, walk by keys, follow a link.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LANGUAGES, house, linkOf, liveFigure, placeOf } from './house.mjs';

const home = house();
const NAME = 'poisoned-proxy';

/// The run that asks before it is seen, and the one whose bytes are masked.
const [ASKING, MASKED] = ['question = on', 'mask = on'];

async function open(script, { language = 'en', ...options } = {}) {
  const { path, name } = placeOf(NAME, language, script);
  const page = await home.visit(path, options);
  return { page, name, figure: await liveFigure(page, name) };
}

const press = (figure, action) => figure.locator(`[data-do="${action}"]:visible`).first().click();
const field = (figure, verb) => figure.locator(`[data-input="${verb}"]`);
const verdict = (figure) => figure.locator('.sw-verdict-line').innerText();
const kept = (figure) => figure.locator('.pp-kept').allInnerTexts();

test('nothing of the run is seen before the reader has answered, by keys alone', async () => {
  const { page, figure } = await open(ASKING);
  assert.equal(await figure.locator('.sw-verdict').count(), 0);
  assert.equal(await figure.locator('.pp-bytes').count(), 0);
  await figure.locator('[role="radio"]').first().focus();
  await page.keyboard.press('2');
  await page.keyboard.press('Enter');
  assert.match(await verdict(figure), /^Poisoned/);
  assert.match(await figure.innerText(), /as you predicted/);
  assert.match((await kept(figure)).join(), /popular\.example\/library\.js/);
});

test('one switch masks, and the same text poisons nothing', async () => {
  const { figure } = await open(MASKED);
  assert.doesNotMatch(await verdict(figure), /^Poisoned/);
  await press(figure, 'mask');
  assert.match(await verdict(figure), /^Poisoned/);
  await press(figure, 'mask');
  await field(figure, 'key').fill('00 00 00 00');
  assert.match(await verdict(figure), /^Poisoned/);
  await press(figure, 'draw');
  assert.notEqual(await field(figure, 'key').inputValue(), '00 00 00 00');
});

test('what is typed over several lines travels, and the proxy says where it stumbles', async () => {
  const { figure } = await open(MASKED);
  await press(figure, 'mask');
  await field(figure, 'text').fill('\nGET /library.js HTTP/1.1\n\n');
  assert.match(await figure.innerText(), /refused with 400: not exactly one sound Host/);
  await field(figure, 'text').fill('GET /library.js HTTP/1.1\nHost: popular.example\n\n');
  assert.doesNotMatch(await verdict(figure), /^Poisoned/);
  await press(figure, 'proxy searches');
  assert.match(await verdict(figure), /^Poisoned/);
  await field(figure, 'visitor').fill('nonsense here');
  assert.match(await verdict(figure), /error/);
  await field(figure, 'text').fill('x'.repeat(5_000));
  assert.match(await figure.innerText(), /first 600 bytes/);
});

for (const language of LANGUAGES) {
  test(`keys lead from step to step, and a link brings it all back (${language})`, async () => {
    const { page, name, figure } = await open(MASKED, { language });
    await press(figure, 'proxy strict');
    const steps = figure.locator('.atk-step');
    assert.equal(await steps.count(), 5, 'a strict proxy ends the connection');
    await figure.locator('.atk-no[tabindex="0"]').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    assert.equal(await figure.locator('.atk-step.is-now .atk-no').innerText(), '3');
    assert.equal(await page.evaluate(() => document.activeElement.innerText), '3');
    await linkOf(page);
    const seen = await figure.innerText();
    await page.reload();
    await liveFigure(page, name);
    assert.equal(await figure.innerText(), seen);
  });
}

test('a finger finds every control, on a narrow screen nothing runs over', async () => {
  const { page, figure } = await open(MASKED, {
    viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true,
  });
  const small = await figure.locator('button:visible').evaluateAll((buttons) => buttons
    .filter((button) => button.getBoundingClientRect().height < 44)
    .map((button) => button.outerHTML.slice(0, 80)));
  assert.deepEqual(small, []);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(over <= 0, `${over} px`);
});
