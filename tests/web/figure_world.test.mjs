// The figures on the simulated world, as only a browser shows them: gates by keyboard, numbers by
// slider and by hand, the registry that comes later, links that bring the whole state back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LANGUAGES, house, liveFigure, liveFigures, pageOf } from './house.mjs';

const home = house();
const panels = (figure) => figure.locator('[data-panels]').first().evaluate((e) => e.innerHTML);

const isDisabled = (fields) => fields.evaluate((element) => element.disabled);

/// A live figure of a kind that holds `part`, on the first page that shows the kind.
async function open(kind, language, part = '*') {
  const path = pageOf(kind, language);
  const page = await home.visit(path);
  await liveFigure(page);
  const kinds = page.locator(`[data-figure="${kind}"]`);
  const figure = kinds.filter({ has: page.locator(part) }).first();
  await figure.scrollIntoViewIfNeeded();
  return { page, path, figure };
}

/// The same figure, opened from the address that the page shows now.
async function again(page, figure) {
  const other = await (await home.context()).newPage();
  await other.goto(page.url());
  return liveFigure(other, await figure.getAttribute('data-name'));
}

async function addressHolds(page, text) {
  await page.waitForFunction((text) => {
    const states = [...new URLSearchParams(location.search).values()];
    return states.some((state) => state.includes(text));
  }, text);
}

for (const language of LANGUAGES) {
  test(`a gate of ${language} is answered by keyboard alone`, async () => {
    const { page, figure } = await open('race', language, '[role="radio"]');
    const locked = figure.locator('[data-do="play"]');
    assert.equal(await isDisabled(locked), true);
    await figure.locator('[role="radio"]').first().focus();
    await page.keyboard.press('2');
    const second = figure.locator('[role="radio"]').nth(1);
    assert.equal(await second.getAttribute('aria-checked'), 'true');
    await page.keyboard.press('Enter');
    await figure.locator('.sw-table').waitFor();
    assert.equal(await isDisabled(locked), false);
    assert.equal(await figure.locator('.sw-choice.is-right').count(), 1);
    const announced = await page.locator('#sw-announcer').innerText();
    assert.match(announced, /TCP/);
  });

  test(`a link of ${language} brings back the race that was seen`, async () => {
    const { page, figure } = await open('race', language);
    await figure.locator('input[type="text"][data-input="loss"]').fill('35');
    await figure.locator('input[type="range"][data-input="seed"]').fill('77');
    await figure.locator('input[data-input="at"]').fill('120');
    await addressHolds(page, 'at:120');
    assert.equal(await panels(await again(page, figure)), await panels(figure));
  });

  test(`the ${language} map finds ports by name once the registry has come`, async () => {
    const { page, figure } = await open('port-map', language);
    await figure.locator('path.pm-names').waitFor({ state: 'attached' });
    await figure.locator('[data-input="query"]').fill('https');
    await figure.locator('[data-do="port 443"]').first().click();
    assert.equal(await figure.locator('.pm-number').innerText(), '443');
    const cell = figure.locator('.pm-cell[aria-pressed="true"]');
    await cell.focus();
    await page.keyboard.press('ArrowDown');
    assert.equal(await figure.locator('.pm-number').innerText(), '459');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), '459');
    await addressHolds(page, 'port:459');
    const other = await again(page, figure);
    await other.locator('path.pm-names').waitFor({ state: 'attached' });
    assert.equal(await panels(other), await panels(figure));
  });

  test(`calls made in ${language} are taken back and come back by link`, async () => {
    const { page, figure } = await open('descriptor-table', language);
    const numbers = () => figure.locator('button.dt-fd').count();
    const before = await numbers();
    await figure.locator('[data-do="call socket udp"]').click();
    assert.equal(await numbers(), before + 1);
    await figure.locator('button.dt-fd').first().focus();
    await page.keyboard.press('End');
    const focused = await page.evaluate(() => document.activeElement.textContent);
    assert.equal(await figure.locator('button.dt-fd').last().innerText(), focused);
    await addressHolds(page, 'socket udp');
    assert.equal(await panels(await again(page, figure)), await panels(figure));
    await figure.locator('[data-do="undo"]').click();
    assert.equal(await numbers(), before);
  });
}

test('without the registry the map works, and says what is missing', async () => {
  const { path } = await open('port-map', 'en');
  const context = await home.context();
  await context.route(/data-.*ports/, (route) => route.abort());
  const page = await context.newPage();
  await page.goto(home.url + path);
  await liveFigure(page);
  const figure = page.locator('[data-figure="port-map"]').first();
  await figure.locator('[data-input="query"]').fill('70000');
  assert.match(await figure.locator('.sw-note').first().innerText(), /4464/);
  await figure.locator('[data-input="query"]').fill('22');
  assert.equal(await figure.locator('.pm-number').innerText(), '22');
  assert.match(await figure.locator('.sw-verdict-line').innerText(), /EACCES/);
  await figure.locator('[data-input="query"]').fill('ssh');
  assert.match(await figure.locator('.pm-search').innerText(), /not been loaded/);
  // What was refused shows in the console: that is the test's own doing.
  await context.close();
  context.seen.errors.splice(0);
});

test('figures out of sight wait while one is worked in, and only then', async () => {
  const { page, figure } = await open('time-machine', 'en');
  await liveFigures(page);
  const last = await page.locator('[data-figure="time-machine"]').last().elementHandle();
  const becomes = (drawn) => page.waitForFunction(([element, drawn]) =>
    element.firstElementChild.checkVisibility({ contentVisibilityAuto: true }) === drawn,
  [last, drawn]);
  await becomes(true);
  const play = figure.locator('[data-do="play"]').first();
  await play.focus();
  await becomes(false);
  await play.blur();
  await becomes(true);
});
