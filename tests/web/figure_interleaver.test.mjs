// The interleaver as a reader puts it in order: dragging by mouse and by finger, pressing, and by
// keys alone; and what comes of letting go nowhere.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { house, liveFigure, placeOf } from './house.mjs';

const home = house();
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

async function open(options) {
  const { path, name } = placeOf('interleaver', 'en', 'wire = a1 ping a2');
  const page = await home.visit(path, options);
  const figure = await liveFigure(page, name);
  await figure.locator('.il-wire').scrollIntoViewIfNeeded();
  return { page, figure };
}

const order = async (figure) => (await figure.locator('.il-wire .il-card b').allInnerTexts())
  .join(' ');
const card = (figure, name) => figure.locator('.il-card', { hasText: name });
const gap = (figure, place) => figure.locator('.il-wire .il-gap').nth(place);

async function middle(element) {
  const { x, y, width, height } = await element.boundingBox();
  return { x: x + width / 2, y: y + height / 2 };
}

async function drag(page, from, to) {
  const [start, end] = [await middle(from), await middle(to)];
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(end.x, end.y, { steps: 4 });
  await page.mouse.up();
}

test('a mouse drags a card to a gap, onto another card, onto the wire and off it', async () => {
  const { page, figure } = await open();
  await drag(page, card(figure, 'ping'), gap(figure, 0));
  assert.equal(await order(figure), 'ping A1 A2');
  await drag(page, card(figure, 'B1'), gap(figure, 3));
  assert.equal(await order(figure), 'ping A1 A2 B1');
  await drag(page, card(figure, 'B1'), card(figure, 'A1'));
  assert.equal(await order(figure), 'ping B1 A1 A2');
  await drag(page, card(figure, 'ping'), figure.locator('.il-hand'));
  assert.equal(await order(figure), 'B1 A1 A2');
  // Nothing comes of letting go elsewhere, and the figure does not stay in the middle of it.
  await drag(page, card(figure, 'B1'), figure.locator('.il-turns').first());
  assert.equal(await order(figure), 'B1 A1 A2');
  assert.equal(await figure.getAttribute('data-dragging'), null);
});

test('a press picks up, and a press on a gap puts there', async () => {
  const { figure } = await open();
  await card(figure, 'ping').click();
  assert.equal(await card(figure, 'ping').getAttribute('aria-pressed'), 'true');
  await gap(figure, 3).click();
  assert.equal(await order(figure), 'A1 A2 ping');
  await card(figure, 'ping').click();
  assert.equal(await figure.locator('button.il-gap').count(), 0, 'it is let go of');
});

test('keys pick up, move, take off and let go, and the focus goes along', async () => {
  const { page, figure } = await open();
  const focused = () => page.evaluate(() => document.activeElement.querySelector('b')?.textContent);
  await card(figure, 'ping').focus();
  for (const [key, expected] of [
    ['Enter', 'A1 ping A2'], ['ArrowRight', 'A1 A2 ping'], ['Home', 'ping A1 A2'],
    ['End', 'A1 A2 ping'], ['ArrowLeft', 'A1 ping A2'],
  ]) {
    await page.keyboard.press(key);
    assert.equal(await order(figure), expected, key);
    assert.equal(await focused(), 'ping', key);
  }
  await page.keyboard.press('Delete');
  assert.equal(await order(figure), 'A1 A2');
  await card(figure, 'close').focus();
  await page.keyboard.press('Enter');
  assert.equal(await order(figure), 'A1 A2 close');
  await page.keyboard.press('Escape');
  assert.equal(await figure.locator('.il-card.is-picked').count(), 0);
});

test('a finger drags along the wire', async () => {
  const { page, figure } = await open(PHONE);
  const touches = await page.context().newCDPSession(page);
  const touch = (type, points) =>
    touches.send('Input.dispatchTouchEvent', { type, touchPoints: points });
  const [start, end] = [await middle(card(figure, 'ping')), await middle(card(figure, 'A1'))];
  await touch('touchStart', [start]);
  for (const part of [0.25, 0.5, 0.75, 1]) {
    const at = (axis) => start[axis] + (end[axis] - start[axis]) * part;
    await touch('touchMove', [{ x: at('x'), y: at('y') }]);
  }
  await touch('touchEnd', []);
  assert.equal(await order(figure), 'ping A1 A2');
});
