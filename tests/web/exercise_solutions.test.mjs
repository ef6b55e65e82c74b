// Every exercise of the built book, judged in the page: its solution passes, its starter fails, and
// each wrong solution fails at its check for its reason.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Judged, exercisesOf } from './exercises.mjs';
import { house, liveFigure } from './house.mjs';

/// What a check may take. A machine that does something else meanwhile gets a second chance.
const CHECK_MS_MAX = 3_000;

const home = house();
const EXERCISES = exercisesOf('en');
const slowest = { ms: 0 };

after(() => console.log(`slowest check: ${slowest.name} ${slowest.check}, ${slowest.ms} ms`));

/// Where a program or a state of a figure fails, and why: `passes`, or `CHECK REASON`.
const told = ({ grade, fails, reason, states }) => {
  if (grade !== 'right') return `${fails} ${reason}`;
  return states.every((state) => state === 'passed') ? 'passes' : `right, but ${states}`;
};

function note(name, { times }) {
  for (const [check, ms] of times) {
    if (ms > slowest.ms) Object.assign(slowest, { name, check, ms });
  }
}

async function judgePrograms(page, { name, folder, program, wrong }) {
  const judged = new Judged(page, name);
  await judged.open();
  const found = [];
  const attempt = async (place, expected) => {
    await judged.fill(program, readFileSync(join(folder, place, program), 'utf8'));
    let came = await judged.judge();
    const isSlow = () => came.times.some(([, ms]) => ms > CHECK_MS_MAX);
    if (isSlow()) came = await judged.judge();
    if (isSlow()) found.push(`${name}/${place}: slow: ${JSON.stringify(came.times)}`);
    note(name, came);
    const isAsExpected = expected === 'fails' ? came.grade === 'wrong' : told(came) === expected;
    if (!isAsExpected) {
      found.push(`${name}/${place || 'starter'}: ${expected} expected, but ${told(came)}\n`
        + `${came.told ?? ''}`);
    }
  };
  await attempt('solution', 'passes');
  await attempt('', 'fails');
  for (const { key, fails, reason } of wrong) await attempt(`wrong/${key}`, `${fails} ${reason}`);
  return found;
}

/// A script with more lines: settings first, then what is done.
function extended(script, more) {
  const lines = `${script}\n${more}`.split('\n').filter((line) => line.trim() !== '');
  const isDone = (line) => line.startsWith('do ');
  return [...lines.filter((line) => !isDone(line)), ...lines.filter(isDone)].join('\n');
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  .replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/// The link to the state that more lines of the script lead to: as the figure's own button copies
/// it, on a page on which the figure begins there.
async function linkTo(path, figure, more) {
  const context = await home.context({ permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await context.newPage();
  await page.route(`**/${path}`, async (route) => {
    const response = await route.fetch();
    const html = await response.text();
    const tag = new RegExp(`(data-name="${figure}" data-script=")([^"]*)"`);
    assert.match(html, tag);
    const plain = (text) => text.replaceAll('&quot;', '"').replaceAll('&gt;', '>')
      .replaceAll('&lt;', '<').replaceAll('&amp;', '&');
    const body = html.replace(tag, (_, before, script) =>
      `${before}${escaped(extended(plain(script), more))}"`);
    await route.fulfill({ response, body });
  });
  await page.goto(home.url + path);
  const live = await liveFigure(page, figure);
  await live.locator('[data-do="copy-link"]').click();
  await page.waitForFunction(async () =>
    (await navigator.clipboard.readText()).includes('f.'));
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await context.close();
  return link;
}

async function judgeFigures({ path, name, folder, wrong }) {
  const found = [];
  const page = await home.visit(path);
  const figure = await page.locator(`.sw-exercise[data-name="${name}"]`)
    .evaluate((section) => section.previousElementSibling.dataset.name);
  await page.close();
  const attempt = async (file, expected) => {
    const link = file === '' ? home.url + path
      : await linkTo(path, figure, readFileSync(join(folder, file), 'utf8'));
    const context = await home.context();
    const page = await context.newPage();
    await page.goto(link);
    await liveFigure(page, figure);
    const came = await new Judged(page, name).judge();
    await context.close();
    const isAsExpected = expected === 'fails' ? came.grade === 'wrong' : told(came) === expected;
    if (!isAsExpected) {
      found.push(`${name}/${file || 'start'}: ${expected} expected, but ${told(came)}\n`
        + `${came.told ?? ''}`);
    }
  };
  await attempt('solution.txt', 'passes');
  await attempt('', 'fails');
  for (const { key, fails, reason } of wrong) {
    await attempt(`wrong/${key}.txt`, `${fails} ${reason}`);
  }
  return found;
}

for (const path of new Set(EXERCISES.map((exercise) => exercise.path))) {
  const here = EXERCISES.filter((exercise) => exercise.path === path);
  test(`programs of ${path} are judged as they should be`, async () => {
    const page = await home.visit(path);
    const found = [];
    for (const exercise of here.filter(({ kind }) => kind === 'program')) {
      found.push(...await judgePrograms(page, exercise));
    }
    assert.deepEqual(found, []);
  });
  test(`figures of ${path} are judged as they should be`, async () => {
    const found = [];
    for (const exercise of here.filter(({ kind }) => kind === 'figure')) {
      found.push(...await judgeFigures(exercise));
    }
    assert.deepEqual(found, []);
  });
}

test('there are exercises, and both languages hold the same', () => {
  assert.ok(EXERCISES.length > 0);
  const names = (language) => exercisesOf(language).map(({ path, name }) =>
    `${path.slice(language.length)} ${name}`);
  assert.deepEqual(names('ko'), names('en'));
});
