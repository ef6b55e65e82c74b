// An exercise as a reader does it: edit, check, see what failed and why, take a hint, mend, pass;
// what came of it is there on another day. The program is the first of the book whose starter is
// one Python file.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Judged, exercisesOf, folders } from './exercises.mjs';
import { LANGUAGES, PALETTES, SITE, house, violations } from './house.mjs';
import { Driven } from './labs.mjs';

const home = house();

const isPlain = ({ kind, program, folder }) => kind === 'program' && program.endsWith('.py')
  && !/^main /m.test(readFileSync(join(folder, 'checks.txt'), 'utf8'));

const placeIn = (language) => exercisesOf(language).find(isPlain);
const PLACE = placeIn('en');
const textOf = (place) => readFileSync(join(PLACE.folder, place, PLACE.program), 'utf8');

async function open(place = PLACE, options = {}) {
  const page = await home.visit(place.path, options);
  const judged = new Judged(page, place.name);
  const lab = new Driven(page, `exercise-${place.name}`);
  return { page, judged, lab, section: judged.section };
}

test('every folder stands on a page', () => {
  const shown = exercisesOf('en').map(({ name }) => name).sort();
  assert.deepEqual(shown, folders());
});

test('a page with exercises loads nothing that judges before it is asked to', async () => {
  const page = await (await home.context()).newPage();
  const files = [];
  page.on('request', (request) => {
    const file = /assets\/((?:exercise|lab|runtime)-[^/]*\.(?:js|wasm|html))$/.exec(request.url());
    if (file && !/-starter-/.test(file[1])) files.push(file[1]);
  });
  await page.goto(home.url + PLACE.path);
  await page.locator('.sw-hint summary').first().click();
  await page.waitForLoadState('networkidle');
  assert.deepEqual(files, []);
});

test('edit, fail, read, take a hint, mend, pass; another day it is still done', async () => {
  const { page, judged, lab, section } = await open();
  await lab.write(0, textOf(''));
  const failed = await judged.judge();
  assert.equal(failed.grade, 'wrong');
  const at = failed.states.indexOf('failed');
  assert.ok(failed.states.slice(0, at).every((state) => state === 'passed'));
  assert.ok(failed.states.slice(at + 1).every((state) => state === 'waiting'));
  assert.match(failed.sum, new RegExp(`^${at} of ${failed.states.length} checks passed`));
  const details = section.locator('.sw-checks-detail:visible');
  assert.equal(await details.count(), 1, 'the first failure alone is open');
  assert.ok(await details.locator('.sw-checks-steps > li.is-wrong').count() > 0);
  assert.match(await details.locator('.sw-checks-reason').textContent(), /\w{3,}/);
  assert.doesNotMatch(await details.textContent(), /\{\w+\}|undefined|NaN/);
  assert.equal(await page.evaluate(() => document.activeElement.dataset.sum), '');
  const address = await details.locator('a.sw-clause').getAttribute('href');
  const [chapter, id] = address.split('#');
  assert.ok(readFileSync(join(SITE, 'en', chapter), 'utf8').includes(`id="${id}"`), address);

  const hints = section.locator('.sw-hint');
  assert.equal(await hints.locator('visible=true').count() > 0, true);
  const visible = () => section.locator('.sw-hint:visible').count();
  assert.equal(await visible(), 1);
  await hints.first().locator('summary').click();
  await hints.nth(1).waitFor(); // the browser tells of an opened one a little later
  assert.equal(await visible(), 2);

  await lab.write(0, textOf('solution'));
  assert.match(await judged.results.textContent(), /Changed since this check/);
  const passed = await judged.judge();
  assert.equal(passed.grade, 'right');
  assert.ok(passed.states.every((state) => state === 'passed'), String(passed.states));
  assert.equal(await section.locator('.sw-checks-detail:visible').count(), 0);

  await page.waitForFunction(() => localStorage.getItem('workbook.progress')?.includes(' right '));
  await page.reload();
  const kept = await judged.read();
  assert.deepEqual(kept.states, passed.states);
  assert.match(kept.sum, /^All \d+ checks passed\. *This came of your last check/);
  assert.equal(await visible(), 2, 'the hints that were taken are still there');
  const text = await section.locator('.sw-lab-code, .cm-content').first().textContent();
  assert.equal(text.replaceAll(/\s/g, ''), textOf('solution').replaceAll(/\s/g, ''));
});

test('the failing world is shown call by call', async () => {
  const { judged, section } = await open();
  await judged.judge();
  const show = section.locator('.sw-checks-links button');
  await show.click();
  const figure = section.locator('figure[data-name^="code-lab-"]');
  await figure.locator('[data-panels] button').first().waitFor();
  assert.match(await figure.innerText(), /accept|socket|bind/);
});

test('Run runs the program with the other side of the first check', async () => {
  const { lab } = await open();
  const { status, consoles, state } = await lab.run();
  assert.equal(state, 'ended', status);
  assert.match(status, /On the other side is the first check/);
  assert.equal(consoles.length, 1);
});

test('a program that computes without end is judged and not waited for', async () => {
  const { judged } = await open();
  await judged.open();
  await judged.fill(PLACE.program, 'while True:\n    pass\n');
  const begun = Date.now();
  const { fails, reason } = await judged.judge();
  assert.ok(Date.now() - begun < 60_000);
  assert.match(`${fails} ${reason}`, / (?:loop|refused|nothing)$/);
});

test('Stop ends the judging, and the button judges again', async () => {
  const { judged, lab, section } = await open();
  await judged.button.click();
  await section.locator('[data-act="stop"]:enabled').waitFor();
  await lab.press('stop');
  await judged.page.waitForFunction((sum) => /Stopped before/.test(sum.textContent),
    await section.locator('[data-sum]').elementHandle());
  assert.equal((await judged.read()).grade, undefined);
  assert.equal((await judged.judge()).grade, 'wrong');
});

test('the answers of the page are forgotten with all that was shown of them', async () => {
  const { page, judged, section } = await open();
  await judged.judge();
  await section.locator('.sw-hint summary').first().click();
  await page.locator('.menu-score > summary').click();
  const forget = page.locator('[data-reset-page]');
  await forget.click();
  await forget.click();
  await page.waitForFunction((section) =>
    section.querySelector('[data-check]').dataset.state === undefined,
  await section.elementHandle());
  assert.equal(await section.locator('.sw-hint:visible').count(), 1);
  await page.reload();
  assert.equal((await judged.read()).grade, undefined);
});

for (const language of LANGUAGES) {
  for (const palette of PALETTES) {
    test(`axe finds nothing in a verdict of ${language}, ${palette}`, async () => {
      const place = placeIn(language);
      const { page, judged } = await open(place, { colorScheme: palette });
      const { told } = await judged.judge();
      assert.equal(/[가-힣]/.test(told), language === 'ko', told);
      assert.deepEqual(await violations(page), []);
    });
  }
}

test('with a keyboard alone: to the button, to the verdict, to the hint', async () => {
  const { page, judged } = await open();
  await judged.button.focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.dataset.sum === '', undefined,
    { timeout: 90_000 });
  const reached = [];
  for (let presses = 0; presses < 12; presses += 1) {
    await page.keyboard.press('Tab');
    reached.push(await page.evaluate(() => document.activeElement.className
      || document.activeElement.tagName));
  }
  const wanted = ['sw-btn', 'sw-clause', 'SUMMARY'];
  for (const name of wanted) assert.ok(reached.includes(name), `${name} in ${reached}`);
});

for (const language of LANGUAGES) {
  test(`without a script an exercise of ${language} reads as a sheet`, async () => {
    const { section } = await open(placeIn(language), { javaScriptEnabled: false });
    assert.ok(await section.locator('.sw-lab-code').first().isVisible());
    assert.ok(await section.locator('.sw-checks-one').first().isVisible());
    assert.equal(await section.locator('button:visible').count(), 0);
    assert.equal(await section.locator('.sw-checks-detail:visible').count(), 0);
  });
}

test('on paper: the task, the starter, boxes to tick, and no hint', async () => {
  const { page, section } = await open();
  await page.emulateMedia({ media: 'print' });
  assert.ok(await section.locator('.sw-lab-code').first().isVisible());
  assert.ok(await section.locator('.sw-checks-mark').first().isVisible());
  for (const hidden of ['.sw-hint', 'button', '.sw-checks-detail', '.sw-lab-status']) {
    assert.equal(await section.locator(`${hidden}:visible`).count(), 0, hidden);
  }
});
