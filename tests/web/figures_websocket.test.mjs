// The WebSocket figures as a reader uses them: bits, pasted bytes, keys, headers, links.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { SITE, house, linkOf, liveFigure, pagesWithFigures, uncover } from './house.mjs';

const home = house();

/// The first page of a language that shows this figure.
function pageWith(language, figure) {
  const shows = (path) =>
    readFileSync(join(SITE, path), 'utf8').includes(`data-figure="${figure}"`);
  return pagesWithFigures(language).find(shows);
}

async function open(figure, { language = 'en', ...options } = {}) {
  const page = await home.visit(pageWith(language, figure), options);
  await liveFigure(page);
  return { page, figure: page.locator(`[data-figure="${figure}"]`).first() };
}

const press = (figure, action) => figure.locator(`[data-do="${action}"]:visible`).first().click();
const field = (figure, verb) => figure.locator(`[data-input="${verb}"]`);
const verdict = (figure) => figure.locator('.sw-verdict-line').first().innerText();

test('a bit that is pressed turns over, and the bytes and the verdict follow', async () => {
  const { figure } = await open('frame-anatomy');
  await field(figure, 'bytes').fill('81 85 37 fa 21 3d 7f 9f 4d 51 58');
  assert.match(await verdict(figure), /^Legal/);
  await press(figure, 'toggle 1');
  assert.equal(await field(figure, 'bytes').inputValue(), 'c1 85 37 fa 21 3d 7f 9f 4d 51 58');
  assert.match(await verdict(figure), /reserved bit.*1002/i);
  await press(figure, 'toggle 1');
  assert.match(await verdict(figure), /^Legal/);
});

test('bytes are read as hex, Base64, a dump, an array and a string', async () => {
  const { figure } = await open('frame-anatomy');
  const written = [
    '8105 4865 6c6c 6f', 'gQVIZWxsbw==', '0x81, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f',
    '\\x81\\x05Hello', '0000   81 05 48 65 6c 6c 6f                              ..Hello',
  ];
  for (const text of written) {
    await field(figure, 'bytes').fill(text);
    await press(figure, 'from server');
    assert.equal(await field(figure, 'text').inputValue(), 'Hello', text);
  }
  await field(figure, 'bytes').fill('81 0');
  assert.match(await figure.innerText(), /stands alone at character 4/);
});

test('Hangul is typed into the payload, and a cut through a character is healed', async () => {
  const { figure } = await open('frame-anatomy', { language: 'ko' });
  await field(figure, 'bytes').fill('81 80 37 fa 21 3d');
  await field(figure, 'text').fill('안녕');
  const bytes = await field(figure, 'bytes').inputValue();
  assert.equal(bytes.split(' ').length, 12);
  await press(figure, 'select bit 80');
  await press(figure, 'split');
  assert.match(await figure.innerText(), /안녕/);
  assert.match(await verdict(figure), /올바름/);
});

test('keys lead from field to field and from bit to bit, and a link holds the place', async () => {
  const { page, figure } = await open('frame-anatomy');
  await press(figure, 'select bit 0');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  const heading = figure.locator('.sw-explained [role="heading"]');
  assert.equal(await heading.innerText(), 'RSV2');
  const bit = figure.locator('.sw-bit[tabindex="0"]');
  await bit.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  assert.match(await linkOf(page), /selected/);
  const seen = await figure.innerText();
  await page.reload();
  await liveFigure(page);
  assert.equal(await figure.innerText(), seen);
});

test('a megabyte is pasted and walked through, and the page stays small', async (context) => {
  const { page, figure } = await open('frame-anatomy');
  const frame = Buffer.concat([Buffer.from([0x82, 0x7f, 0, 0, 0, 0, 0, 0x10, 0, 0]),
    Buffer.alloc(1 << 20, 0x5a)]);
  await press(figure, 'from server');
  const text = frame.toString('hex');
  const paste = await field(figure, 'bytes').evaluate((area, value) => {
    const start = performance.now();
    area.value = value;
    const set = performance.now();
    area.dispatchEvent(new Event('input', { bubbles: true }));
    return { set: set - start, figure: performance.now() - set };
  }, text);
  assert.match(await verdict(figure), /^Legal/);
  assert.match(await figure.innerText(), /1048586 bytes/);
  const nodes = await figure.evaluate((element) => element.querySelectorAll('*').length);
  assert.ok(nodes < 2_000, `${nodes} elements`);
  await press(figure, 'select bit 0');
  const key = await page.evaluate(() => {
    const start = performance.now();
    document.activeElement.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'End', bubbles: true, cancelable: true }));
    return performance.now() - start;
  });
  assert.match(await figure.innerText(), /Byte 1048575 of the payload/);
  context.diagnostic(`paste: ${paste.set.toFixed()} ms in the field, ${paste.figure.toFixed()} ms`
    + ` in the figure; a key: ${key.toFixed(1)} ms; ${nodes} elements`);
});

test('a header that goes takes the handshake with it, and the key is followed', async () => {
  const { page, figure } = await open('handshake-bench');
  assert.match(await verdict(figure), /101/);
  await press(figure, 'remove request 1');
  assert.match(await verdict(figure), /426 Upgrade Required/);
  await press(figure, 'reset');
  await field(figure, 'value request 3').fill('x3JJHMbDL1EzLkh9GBhXDw==');
  assert.match(await figure.innerText(), /HSmrc0sMlYUkAGmm5OPpG2HaGWk=/);
  const pipeline = page.locator('[data-figure="accept-key"]').first();
  if (await pipeline.count() > 0) {
    await press(figure, 'follow-key');
    const key = await pipeline.locator('[data-input="key"]').inputValue();
    assert.equal(key, 'x3JJHMbDL1EzLkh9GBhXDw==');
  }
});

test('values are seen whole, and the verdict beside them, on a narrow screen', async () => {
  const { figure } = await open('handshake-bench', { viewport: { width: 390, height: 844 } });
  const height = await figure.evaluate((element) => element.getBoundingClientRect().height);
  assert.ok(height < 1_800, `${height} px at first`);
  await press(figure, 'open response');
  await field(figure, 'value request 0').fill(`${'x'.repeat(300)}.example`);
  for (const verb of ['value request 0', 'value request 6', 'value response 2']) {
    const seen = await field(figure, verb).evaluate((area) => {
      area.scrollIntoView({ block: 'center' });
      const { top, bottom } = area.closest('.hb').querySelector('.hb-results')
        .getBoundingClientRect();
      const isAbove = top >= 0 && bottom <= area.getBoundingClientRect().top;
      return { isWhole: area.scrollHeight <= area.clientHeight + 1, isAbove, top };
    });
    assert.ok(seen.isWhole, `${verb} is cut`);
    assert.ok(seen.isAbove, `${verb}: verdict at ${seen.top}`);
  }
});

test('the situation is named, and so is what has changed since', async () => {
  const { page, figure } = await open('handshake-bench');
  const situation = field(figure, 'preset');
  const changed = figure.locator('.hb-changed');
  assert.equal(await situation.inputValue(), 'rfc');
  await situation.selectOption('old');
  assert.equal(await situation.inputValue(), 'old');
  assert.equal(await changed.count(), 0);
  await field(figure, 'line request').fill('GET /chat HTTP/1.0');
  assert.match(await changed.innerText(), /changed/);
  await page.keyboard.press('Enter');
  assert.equal(await field(figure, 'line request').inputValue(), 'GET /chat HTTP/1.0');
  await press(figure, 'preset old');
  assert.equal(await changed.count(), 0);
  assert.match(await verdict(figure), /426/);
  assert.match(await figure.locator('.hb-results').innerText(), /To blame: the client/);
});

test('an edited response goes back to the server, and the focus stays in the figure', async () => {
  const { figure } = await open('handshake-bench');
  await press(figure, 'open response');
  await field(figure, 'value response 2').fill('AAAA');
  assert.match(await figure.locator('.hb-results').innerText(), /To blame: the server/);
  await press(figure, 'own');
  const accept = await field(figure, 'value response 2').inputValue();
  assert.equal(accept, 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
  assert.ok(await figure.evaluate((element) => element.contains(document.activeElement)));
  await press(figure, 'open response');
  assert.equal(await field(figure, 'value response 2').count(), 0);
});

// What is pressed and where it is answered: the foot stays in the window, however long the figure.
for (const [kind, action] of [
  ['xor-wheel', 'zero'], ['frame-anatomy', 'from server'], ['poisoned-proxy', 'proxy tunnel'],
]) {
  test(`${kind}: what comes of a press is in view where it is pressed`, async () => {
    const { page } = await open(kind, { viewport: { width: 390, height: 844 } });
    const figure = page.locator(`[data-figure="${kind}"]`).last();
    await figure.scrollIntoViewIfNeeded();
    await uncover(figure);
    await figure.locator('.sw-foot').waitFor();
    await figure.locator(`[data-do="${action}"]`).evaluate((button) => {
      button.scrollIntoView({ block: 'center' });
      button.click();
    });
    const { top, bottom } = await figure.locator('.sw-foot')
      .evaluate((foot) => foot.getBoundingClientRect().toJSON());
    assert.ok(top > 422 && bottom <= 844, `the foot stands at ${top} to ${bottom}`);
  });
}

test('the wheel turns by keys, and a lost phase is seen', async () => {
  const { page, figure } = await open('xor-wheel');
  await field(figure, 'payload').fill('Hello');
  await field(figure, 'chunks').fill('3');
  await press(figure, 'step next');
  await figure.locator('[data-keys] [tabindex="0"]').first().focus();
  await page.keyboard.press('ArrowRight');
  assert.match(await figure.locator('.xw-now').innerText(), /Byte 1: /);
  await page.keyboard.press('End');
  const wrong = async () => /wrong/.test(await verdict(figure));
  const before = await wrong();
  await press(figure, 'lost');
  assert.notEqual(await wrong(), before);
});
