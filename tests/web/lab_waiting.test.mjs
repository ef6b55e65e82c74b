// A lab that would show the answer to a question: it is read, and it is not run before the reader
// has answered. What its programs printed waits like it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { LANGUAGES, SITE, house, pagesOf, violations } from './house.mjs';
import { Driven, labNamed } from './labs.mjs';

const home = house();
const WIDTHS = [1280, 390];

/// A listing that runs, a lab with a title, and one that waits for two questions.
const LISTING = 'tcp-udp-boundaries-py';
const TITLED = 'room';
const OF_TWO = 'side-by-side-three-py';

async function open(name, options = {}) {
  const { hash = '', language = 'en', ...others } = options;
  const page = await home.visit(labNamed(name, language).path + hash, others);
  return handles(page, name);
}

async function handles(page, name) {
  const lab = page.locator(`[data-lab="${name}"]`);
  const ids = (await lab.getAttribute('data-after')).split(' ');
  const questions = ids.map((id) => page.locator(`[data-question="${id}"]`));
  return { page, lab, questions, cover: lab.locator('.sw-cover'), run: lab.locator('.sw-lab-run') };
}

/// Answers by the first choice, as somebody does who does not know.
async function commit(question) {
  await question.locator('.sw-choice input').first().check();
  await question.locator('[type="submit"]').click();
}

const isFocused = (locator) => locator.evaluate((it) => it === document.activeElement);

/// What has been asked for of the labs' own files.
function asked(page) {
  const files = [];
  page.on('request', (request) => {
    const file = /assets\/((?:lab|runtime)-[^/]*)$/.exec(request.url())?.[1];
    if (file && !/^lab-starter|\.css$/.test(file)) files.push(file);
  });
  return files;
}

for (const name of [LISTING, TITLED]) {
  test(`${name} can be read and not run, until its question is answered`, async () => {
    const { page, lab, questions: [question], cover, run } = await open(name);
    const files = asked(page);
    assert.ok(await cover.isVisible());
    assert.ok(await lab.locator('.sw-lab-code').first().isVisible(), 'the program is there');
    assert.equal(await lab.locator('[data-act]:visible').count(), 0);
    await lab.locator('.sw-lab-code').first().click();
    await lab.evaluate((section) => section.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true }),
    ));
    await page.waitForLoadState('networkidle');
    assert.deepEqual(files, [], 'neither a key nor a press reaches it');
    await commit(question);
    assert.ok(await run.isVisible());
    assert.equal(await cover.isVisible(), false);
    const { state, consoles } = await new Driven(page, name).run();
    assert.equal(state, 'ended');
    assert.ok(consoles.every(({ out }) => out !== ''));
  });
}

for (const width of WIDTHS) {
  test(`nothing moves when labs open, ${width} pixels wide`, async () => {
    for (const path of pagesOf('ko').filter((it) => !/print/.test(it))) {
      if (!/data-lab="[^>]*data-after="/.test(readFileSync(join(SITE, path), 'utf8'))) continue;
      const page = await home.visit(path, { viewport: { width, height: 800 } });
      const moved = await page.evaluate(() => {
        const labs = [...document.querySelectorAll('[data-lab][data-after]')];
        for (const lab of labs) {
          lab.style.contentVisibility = 'visible'; // measured, and not guessed at
          const folded = lab.closest('details');
          if (folded) folded.open = true;
        }
        const measured = () => labs.map((lab) => {
          const bar = lab.querySelector('.sw-lab-bar').getBoundingClientRect();
          const { top, height } = lab.getBoundingClientRect();
          return [Math.round(height), Math.round(bar.top - top)].join(' ');
        });
        const before = measured();
        for (const lab of labs) lab.querySelector('[data-uncover]').click();
        const after = measured();
        return labs.filter((_, at) => before[at] !== after[at])
          .map((lab, at) => `${lab.dataset.lab}: ${before[at]}, then ${after[at]}`);
      });
      assert.deepEqual(moved, [], path);
    }
  });
}

test('by the keyboard the cover leads to its question, or opens', async () => {
  const { page, lab, questions: [question], cover, run } = await open(TITLED);
  await cover.locator('a').focus();
  await page.keyboard.press('Enter');
  assert.equal(new URL(page.url()).hash, `#${await question.getAttribute('id')}`);
  await question.locator('.sw-choice input').first().focus();
  await cover.locator('a').focus();
  await page.keyboard.press('Tab');
  assert.ok(await isFocused(cover.locator('[data-uncover]')));
  await page.keyboard.press('Enter');
  assert.ok(await isFocused(run), 'the focus goes to what the cover lay on');
  assert.equal(await question.getAttribute('data-state'), 'open', 'and nothing was answered');
  assert.equal(await lab.locator('[data-uncover]:visible').count(), 0);
});

test('after a reload an answer still opens its lab, and a look at it does not', async () => {
  const { page, lab, questions: [question], run } = await open(LISTING);
  await lab.locator('[data-uncover]').click();
  await page.reload();
  assert.equal(await run.isVisible(), false);
  await commit(question);
  const id = await question.getAttribute('data-question');
  await page.waitForFunction((id) => localStorage.getItem('workbook.progress')?.includes(id), id);
  await page.reload();
  assert.ok(await run.isVisible());
  await page.goto(home.url + labNamed(LISTING, 'ko').path);
  assert.ok(await run.isVisible(), 'in the other language too');
});

test('to be shown the answer opens the lab', async () => {
  const { questions: [question], run } = await open(LISTING);
  await question.locator('[data-show]').click();
  assert.ok(await run.isVisible());
});

test('a lab that shows two answers waits for both', async () => {
  const { lab, questions, run } = await open(OF_TWO);
  assert.equal(questions.length, 2);
  assert.equal(await lab.locator('.sw-cover a').count(), 2);
  for (const question of questions) {
    assert.equal(await run.isVisible(), false);
    await question.locator('[data-show]').click();
  }
  assert.ok(await run.isVisible());
});

test('who is asked anew sees neither the buttons nor what was printed', async () => {
  const { page, lab, questions: [question], cover } = await open(LISTING);
  await commit(question);
  await new Driven(page, LISTING).run();
  assert.ok(await lab.locator('.sw-lab-output').isVisible());
  await question.locator('[data-again]').click();
  assert.ok(await cover.isVisible());
  const shown = '.sw-lab-output:visible, .sw-figure:visible, [data-act]:not([data-act="save"])';
  assert.equal(await lab.locator(shown).locator('visible=true').count(), 0);
  await commit(question);
  assert.ok(await lab.locator('.sw-lab-output').isVisible());
});

test('a link with programs of somebody’s opens their lab', async () => {
  const texts = JSON.stringify({ 'boundaries.py': 'print("mine")\n' });
  const data = `1${deflateRawSync(Buffer.from(texts)).toString('base64url')}`;
  const { lab, run } = await open(LISTING, { hash: `#lab.${LISTING}=${data}` });
  await lab.locator('.sw-lab-banner').waitFor();
  assert.ok(await run.isVisible());
});

test('what a program printed waits like a lab', async () => {
  const { page, questions: [question] } = await open('selectors');
  const id = await question.getAttribute('data-question');
  const record = page.locator(`.sw-waiting[data-after="${id}"]`);
  await page.locator('details', { has: record }).locator('summary').first().click();
  const printed = record.locator('pre');
  assert.ok(await record.locator('.sw-cover').isVisible());
  assert.equal(await printed.isVisible(), false);
  await record.locator('[data-uncover]').click();
  assert.ok(await printed.isVisible());
  assert.ok(await isFocused(record));
  await page.reload();
  assert.equal(await printed.isVisible(), false);
  await question.locator('[data-show]').click();
  await page.locator('details', { has: record }).locator('summary').first().click();
  assert.ok(await printed.isVisible());
  assert.equal(await record.locator('.sw-cover').isVisible(), false);
});

for (const language of LANGUAGES) {
  test(`without a script, and on paper, nothing of ${language} waits`, async () => {
    const off = await home.visit(labNamed('threads', language).path, { javaScriptEnabled: false });
    assert.equal(await off.locator('.sw-cover:visible, .sw-lab button:visible').count(), 0);
    assert.ok(await off.locator('[data-lab="threads"] .sw-lab-code').first().isVisible());
    const { page, lab } = await open('threads', { language });
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('.sw-cover:visible').count(), 0);
    assert.ok(await lab.locator('.sw-lab-code').first().isVisible());
    for (const details of await page.locator('details:has(.sw-waiting)').all()) {
      await details.evaluate((it) => { it.open = true; });
    }
    assert.ok(await page.locator('.sw-waiting pre').isVisible());
  });

  test(`a lab of ${language} that waits is accessible`, async () => {
    const { page } = await open(TITLED, { language });
    assert.deepEqual(await violations(page), []);
  });
}

test('on slides a lab is open once its question has been answered', async () => {
  const view = { viewport: { width: 1280, height: 720 } };
  const { page, run, cover } = await open(TITLED, { hash: `?slides#lab-${TITLED}`, ...view });
  await page.waitForFunction(() => document.documentElement.dataset.slideKind === 'lab');
  assert.ok(await cover.isVisible());
  await page.keyboard.press('PageUp');
  await page.keyboard.press('PageUp');
  await page.keyboard.press('PageDown');
  await page.keyboard.press('PageDown');
  await page.waitForFunction(() => document.documentElement.dataset.slideKind === 'lab');
  assert.ok(await run.isVisible(), 'its answer was told on the slide before');
});
