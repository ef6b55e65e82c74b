// Labs as the page has them: nothing is loaded before it is wanted, what the reader writes is kept,
// a link shows programs and never runs them.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { LANGUAGES, SITE, house, pagesOf, violations } from './house.mjs';

const home = house();

/// The first page of a language with a lab that has a title and waits for no answer, and the lab's
/// name: two programs or more, of Python or of JavaScript.
function placeOf(ending, language = 'en') {
  for (const path of pagesOf(language).filter((path) => !path.endsWith('/print.html'))) {
    const html = readFileSync(join(SITE, path), 'utf8');
    for (const [, name, body] of html.matchAll(/data-lab="([^"]+)"(.*?)<\/section>/gs)) {
      const programs = [...body.matchAll(/data-program="([^"]+)"/g)].map(([, program]) => program);
      const isIt = programs.length > 1 && programs.every((program) => program.endsWith(ending));
      const isOpen = !body.includes(' data-after="');
      if (isIt && isOpen && body.includes('sw-fig-title')) return { path, name, programs };
    }
  }
  throw new Error(`no lab of ${language} holds programs that end in ${ending}`);
}

const PYTHON = placeOf('.py');
const JAVASCRIPT = placeOf('.js');

async function open({ path, name }, options = {}) {
  const { hash = '', ...others } = options;
  const page = await home.visit(path + hash, others);
  const lab = page.locator(`[data-lab="${name}"]`);
  const press = (what) => lab.locator(`[data-act="${what}"]`).click();
  return { page, lab, press, status: lab.locator('.sw-lab-status') };
}

/// Opens the editor and puts a text in the place of the program.
async function write({ page, lab, press }, text) {
  await press('edit');
  const content = lab.locator('[data-chosen] .cm-content');
  await content.waitFor();
  await content.click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(text);
  return content;
}

const textOf = (lab) => lab.locator('[data-chosen]').evaluate((panel) => {
  const lines = panel.querySelectorAll('.cm-line');
  if (lines.length > 0) return [...lines].map((line) => line.textContent).join('\n').trimEnd();
  return panel.querySelector('.sw-lab-code').textContent.trimEnd();
});

/// What has been asked for of the labs' own files, beside what every page with a lab has.
function asked(page) {
  const files = [];
  page.on('request', (request) => {
    const file = /assets\/((?:lab|runtime)-[^/]*)$/.exec(request.url())?.[1];
    if (file && !/^lab-starter|\.css$/.test(file)) files.push(file);
  });
  return files;
}

test('only a page with a lab lets a frame begin, and only its own script', () => {
  for (const path of LANGUAGES.flatMap(pagesOf)) {
    const html = readFileSync(join(SITE, path), 'utf8');
    const [policy] = /default-src[^"]*/.exec(html);
    const runs = html.includes(' data-lab="') && !path.endsWith('/print.html');
    assert.equal(/worker-src 'self' blob:/.test(policy), runs, path);
    assert.equal(/script-src 'self' 'wasm-unsafe-eval' 'sha256-[^']+';/.test(policy), runs, path);
    assert.equal(html.includes('assets/lab-starter-'), runs, path);
    assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'/, path);
  }
});

test('a page with a lab loads nothing for it', async () => {
  const page = await (await home.context()).newPage();
  const files = asked(page);
  await page.goto(home.url + PYTHON.path);
  await page.locator(`[data-lab="${PYTHON.name}"]`).scrollIntoViewIfNeeded();
  await page.locator('.sw-lab-tab').nth(1).click();
  await page.waitForLoadState('networkidle');
  assert.deepEqual(files, []);
});

for (const language of LANGUAGES) {
  test(`without a script a lab of ${language} reads as listings`, async () => {
    const place = placeOf('.py', language);
    const { lab } = await open(place, { javaScriptEnabled: false });
    for (const program of place.programs) {
      const listing = lab.locator(`[data-program="${program}"] .sw-lab-code`);
      assert.ok(await listing.isVisible(), program);
      assert.match(await listing.textContent(), /import/);
    }
    assert.equal(await lab.locator('button:visible').count(), 0);
  });
}

test('tabs are chosen with a pointer and with arrows', async () => {
  const { page, lab } = await open(PYTHON);
  const chosen = () => lab.locator('[data-program]:visible').getAttribute('data-program');
  await lab.locator('[role="tab"]').first().focus();
  await page.keyboard.press('ArrowRight');
  assert.equal(await chosen(), PYTHON.programs[1]);
  await page.keyboard.press('ArrowLeft');
  assert.equal(await chosen(), PYTHON.programs[0]);
});

test('what is written is kept, and the book’s version is one press away, and back', async () => {
  const place = await open(PYTHON);
  const { page, lab, press, status } = place;
  const original = await textOf(lab);
  await write(place, 'print("mine")');
  await page.reload();
  await page.locator('.sw-lab-version:visible').waitFor();
  assert.equal(await textOf(lab), 'print("mine")');
  await press('reset');
  assert.equal(await textOf(lab), original);
  assert.match(await status.textContent(), /brought back/);
  await press('undo');
  assert.equal(await textOf(lab), 'print("mine")');
  await press('reset');
  await page.reload();
  assert.equal(await textOf(lab), original);
});

test('Escape leaves the editor, and Tab is not trapped in it', async () => {
  const place = await open(PYTHON);
  const { page, lab } = place;
  await write(place, 'print(1)');
  await page.keyboard.press('Escape');
  assert.ok(await lab.locator('[data-act="run"]').evaluate((it) => it === document.activeElement));
  await lab.locator('.cm-content').focus();
  await page.keyboard.press('Tab');
  assert.equal(await textOf(lab), 'print(1)');
  assert.ok(await lab.locator('.cm-content').evaluate((it) => it !== document.activeElement));
});

/// The link that the lab's button copies.
async function linkOf({ page, lab, press }) {
  await page.evaluate(() => {
    navigator.clipboard.writeText = async (text) => { window.copied = text; };
  });
  await lab.locator('.sw-lab-own summary').click();
  await press('share');
  await page.waitForFunction(() => window.copied !== undefined);
  return page.evaluate(() => window.copied);
}

test('a link shows programs, says that they are not the book’s, and runs nothing', async () => {
  const place = await open(PYTHON);
  await write(place, '# 안녕 <script>\nprint("from a link")');
  const link = new URL(await linkOf(place));
  assert.ok(link.hash.startsWith(`#lab.${PYTHON.name}=`), link.hash);
  const page = await (await home.context()).newPage();
  const files = asked(page);
  await page.goto(link.href);
  const lab = page.locator(`[data-lab="${PYTHON.name}"]`);
  await lab.locator('.sw-lab-banner').waitFor();
  assert.match(await lab.locator('.sw-lab-banner').textContent(), /not from the book/);
  assert.equal(await textOf(lab), '# 안녕 <script>\nprint("from a link")');
  assert.deepEqual(files.filter((file) => file.startsWith('runtime-')), []);
  // It is not kept as if the reader had written it.
  await page.goto(home.url + PYTHON.path);
  assert.doesNotMatch(await textOf(lab), /from a link/);
});

/// A link's data, as the page packs it.
const packed = (value) => `1${deflateRawSync(JSON.stringify(value)).toString('base64url')}`;

const WHOLE = packed({ [PYTHON.programs[0]]: 'print("from a link")' });

test('a link that Node packed is one that the page reads', async () => {
  const { lab } = await open(PYTHON, { hash: `#lab.${PYTHON.name}=${WHOLE}` });
  await lab.locator('.sw-lab-banner', { hasText: 'not from the book' }).waitFor();
  assert.equal(await textOf(lab), 'print("from a link")');
});

for (const [what, data] of [
  ['cut off', WHOLE.slice(0, -8)], ['of no alphabet', '1%%%'], ['of another edition', '9AAAA'],
  ['empty', ''], ['too long', `1${'A'.repeat(9_000)}`],
  ['of other programs', packed({ 'other.py': 'x' })], ['no table', packed('print(1)')],
  ['a bomb', packed({ [PYTHON.programs[0]]: 'a'.repeat(400_000) })],
]) {
  test(`a link that is ${what} leaves the book’s version, and says so`, async () => {
    const { lab } = await open(PYTHON, { hash: `#lab.${PYTHON.name}=${data}` });
    await lab.locator('.sw-lab-banner').waitFor();
    assert.match(await lab.locator('.sw-lab-banner').textContent(), /cannot be read/);
    assert.match(await textOf(lab), /import/);
  });
}

test('programs that are too long for a link are refused with a sentence', async () => {
  const place = await open(PYTHON);
  const { lab, press, status } = place;
  // Each number once, in no order that a compressor could see.
  const numbers = Array.from({ length: 4_000 }, (_, at) => (at * 2_654_435_761) % 1e9);
  await write(place, `x = [${numbers.join(',')}]`);
  await lab.locator('.sw-lab-own summary').click();
  await press('share');
  await lab.locator('.sw-lab-status', { hasText: 'too long' }).waitFor();
  assert.match(await status.textContent(), /8000 are possible/);
});

test('a browser that cannot suspend WebAssembly says so before anything is loaded', async () => {
  const context = await home.context();
  await context.addInitScript(() => { delete WebAssembly.Suspending; });
  const page = await context.newPage();
  const files = asked(page);
  await page.goto(home.url + PYTHON.path);
  const lab = page.locator(`[data-lab="${PYTHON.name}"]`);
  await lab.locator('[data-act="run"]').click();
  await lab.locator('.sw-lab-status', { hasText: 'JSPI' }).waitFor();
  assert.deepEqual(files.filter((file) => file.startsWith('runtime-')), []);
});

test('without a connection the lab says so, and can be run later', async () => {
  const { page, lab, press } = await open(JAVASCRIPT);
  await page.route(/runtime-frame/, (route) => route.abort());
  await press('run');
  await lab.locator('.sw-lab-status', { hasText: 'could not be loaded' }).waitFor();
  // Chromium's own line about the request that failed.
  const { errors } = page.context().seen;
  assert.match(errors.splice(0).join(), /^Failed to load resource: net::ERR_FAILED$/);
  await page.unroute(/runtime-frame/);
  await press('run');
  await lab.locator('.sw-lab-status', { hasText: 'Ended' }).waitFor();
});

test('programs run, stop at each call, and go on', async () => {
  const { lab, press, status } = await open(JAVASCRIPT);
  await press('step');
  await lab.locator('.sw-lab-status', { hasText: 'Paused' }).waitFor();
  assert.match(await status.textContent(), /Paused at 0 µs/);
  await press('go');
  await lab.locator('.sw-lab-status', { hasText: 'Ended' }).waitFor();
  const first = await lab.locator('.sw-lab-text').allTextContents();
  assert.ok(first.some((text) => text.includes('listening')), first.join());
  await press('run');
  await lab.locator('.sw-lab-status', { hasText: 'Ended' }).waitFor();
  assert.deepEqual(await lab.locator('.sw-lab-text').allTextContents(), first, 'the same again');
  await lab.locator('[data-figure="code-lab"][data-live]').waitFor();
});

test('a syntax error is marked at its line, with what Python says', async () => {
  const place = await open(PYTHON);
  const { lab, press } = place;
  await write(place, 'x = 1\nprint("a"))\n');
  await press('run');
  const problem = lab.locator('.cm-content .sw-lab-problem');
  await problem.waitFor({ timeout: 60_000 });
  assert.match(await problem.textContent(), /SyntaxError: unmatched '\)'/);
  assert.equal(await lab.locator('.cm-line.is-wrong').textContent(), 'print("a"))');
});

for (const language of LANGUAGES) {
  test(`a lab of ${language} with its editor and its output is accessible`, async () => {
    const place = placeOf('.js', language);
    const opened = await open(place);
    await opened.press('run');
    await opened.lab.locator('[data-figure="code-lab"][data-live]').waitFor();
    await opened.press('edit');
    await opened.lab.locator('.cm-content').waitFor();
    assert.deepEqual(await violations(opened.page), []);
  });
}

/// Presses Run and waits for the end; what the programs wrote, and what the machine said of each
/// runtime: whether it begins from a snapshot that the page kept.
async function runOnce(page, { name }) {
  await page.evaluate(() => {
    window.heard = [];
    addEventListener('message', ({ data }) => {
      if ('given' in data) window.heard.push(data.isRestored ? 'kept' : 'none');
      for (const what of ['keep', 'useless']) if (what in data) window.heard.push(what);
    });
  });
  const lab = page.locator(`[data-lab="${name}"]`);
  const begun = performance.now();
  await lab.locator('[data-act="run"]').click();
  await lab.locator('.sw-lab-text', { hasText: /\S/ }).first().waitFor({ timeout: 90_000 });
  const ms = Math.round(performance.now() - begun);
  await lab.locator('.sw-lab-status', { hasText: 'Ended' }).waitFor({ timeout: 60_000 });
  const texts = await lab.locator('.sw-lab-text').allTextContents();
  return { ms, texts, heard: await page.evaluate(() => window.heard) };
}

/// The lengths of the snapshots that are kept, after each was damaged: cut, changed, made empty, or
/// put in the place of something else that is whole, which only the runtime can refuse.
const keptSnapshots = (page, damage) => page.evaluate(async (damage) => {
  const name = (await caches.keys()).find((name) => name.startsWith('workbook-snapshots '));
  if (name === undefined) return [];
  const cache = await caches.open(name);
  return Promise.all((await cache.keys()).map(async ({ url }) => {
    const bytes = new Uint8Array(await (await cache.match(url)).arrayBuffer());
    const middle = bytes.length >> 1;
    if (damage === 'changed') bytes[middle] ^= 1;
    if (damage === 'foreign') {
      const other = bytes.subarray(32).fill(0xa5);
      bytes.set(new Uint8Array(await crypto.subtle.digest('SHA-256', other)));
    }
    const left = { cut: middle, empty: 0 }[damage] ?? bytes.length;
    if (damage) await cache.put(url, new Response(bytes.subarray(0, left)));
    return left;
  }));
}, damage);

async function untilKept(page) {
  const end = performance.now() + 30_000;
  while (performance.now() < end) {
    const [length] = await keptSnapshots(page);
    if (length > 0) return length;
    await page.waitForTimeout(200);
  }
  throw new Error('no snapshot was kept');
}

async function damageKept(page, damage) {
  await untilKept(page);
  await keptSnapshots(page, damage);
  await page.reload();
}

for (const [runtime, place] of [['Python', PYTHON], ['JavaScript', JAVASCRIPT]]) {
  test(`the first run of ${runtime} after a reload begins from a kept snapshot`, async () => {
    const { page } = await open(place);
    const first = await runOnce(page, place);
    assert.deepEqual(first.heard, ['none', 'keep'], 'one Worker boots for all');
    const length = await untilKept(page);
    await page.reload();
    const second = await runOnce(page, place);
    assert.deepEqual(second.heard, ['kept']);
    assert.deepEqual(second.texts, first.texts);
    const third = await runOnce(page, place);
    assert.deepEqual(third.texts, first.texts);
    console.log(`${runtime}: first output after ${first.ms} ms; with the ${length} bytes kept `
      + `${second.ms} ms; the second run ${third.ms} ms`);

    for (const damage of runtime === 'Python' ? ['cut'] : ['cut', 'changed', 'empty']) {
      await damageKept(page, damage);
      const { heard, texts } = await runOnce(page, place);
      assert.deepEqual(heard, ['none', 'keep'], damage);
      assert.deepEqual(texts, first.texts, damage);
    }
    await damageKept(page, 'foreign');
    const { heard, texts } = await runOnce(page, place);
    assert.deepEqual(heard, ['kept', 'useless', 'keep']);
    assert.deepEqual(texts, first.texts);
    // The Workers' own line about what they could not begin with.
    const errors = page.context().seen.errors.splice(0);
    assert.ok(errors.every((error) => /WebAssembly\.Memory/.test(error)), errors.join());
  });
}

test('where nothing can be kept a lab runs, and says nothing about it', async () => {
  const context = await home.context();
  await context.addInitScript(() => {
    // The machine's frame has none of its own.
    if (!('caches' in window)) return;
    const full = new DOMException('full', 'QuotaExceededError');
    CacheStorage.prototype.open = () => Promise.reject(full);
  });
  const page = await context.newPage();
  await page.goto(home.url + JAVASCRIPT.path);
  assert.deepEqual((await runOnce(page, JAVASCRIPT)).heard, ['none', 'keep']);
});

test('while a runtime comes over a slow network its bytes are told', async () => {
  const { page, lab, press } = await open(JAVASCRIPT);
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false, latency: 0, downloadThroughput: 400_000, uploadThroughput: -1,
  });
  await press('run');
  await lab.locator('.sw-lab-status', { hasText: /JavaScript: 0\.[1-3] of 0\.4 MB/ }).waitFor();
});
