// Every exercise of the built book, judged in the page: its solution passes, its starter fails, and
// each wrong solution fails at its check for its reason. Where all tests of the book run, one wrong
// solution an exercise is a sample: natively each is judged (the tests of `companion`).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Judged, exercisesOf } from './exercises.mjs';
import { house, liveFigure } from './house.mjs';

const home = house();
const EXERCISES = exercisesOf('en');
const IS_THOROUGH = process.env.WORKBOOK_THOROUGH !== undefined;
const slowest = { ms: 0 };

after(() => console.log(`slowest check: ${slowest.name} ${slowest.check}, ${slowest.ms} ms`));

/// Where a program or a state of a figure fails, and why: `passes`, or `CHECK REASON`.
const told = ({ grade, fails, reason, states }) => {
  if (grade !== 'right') return `${fails} ${reason}`;
  return states.every((state) => state === 'passed') ? 'passes' : `right, but ${states}`;
};

/// The wrong solutions that are tried: all, or one, of each exercise another.
function tried({ name, wrong }) {
  if (IS_THOROUGH) return wrong;
  const place = EXERCISES.findIndex((exercise) => exercise.name === name);
  return wrong.filter((_, at) => at === place % wrong.length);
}

function note(name, { times }) {
  for (const [check, ms] of times) {
    if (ms > slowest.ms) Object.assign(slowest, { name, check, ms });
  }
}

async function judgePrograms(page, exercise) {
  const { name, folder, program } = exercise;
  const judged = new Judged(page, name);
  await judged.open();
  const found = [];
  const attempt = async (place, expected) => {
    await judged.fill(program, readFileSync(join(folder, place, program), 'utf8'));
    const came = await judged.judge();
    note(name, came);
    const isAsExpected = expected === 'fails' ? came.grade === 'wrong' : told(came) === expected;
    if (!isAsExpected) {
      found.push(`${name}/${place || 'starter'}: ${expected} expected, but ${told(came)}\n`
        + `${came.told ?? ''}`);
    }
  };
  await attempt('solution', 'passes');
  await attempt('', 'fails');
  for (const { key, fails, reason } of tried(exercise)) {
    await attempt(`wrong/${key}`, `${fails} ${reason}`);
  }
  return found;
}

/// The part of an address that gives a figure these settings.
function stateOf(figure, settings) {
  const sign = /[%:;]/g;
  const code = (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  const written = settings.map((line) => {
    const [name, ...value] = line.split('=');
    return `${name.trim()}:${value.join('=').trim().replaceAll(sign, code)}`;
  });
  return written.length > 0 ? `?f.${figure}=${encodeURIComponent(written.join(';'))}` : '';
}

/// Brings a live figure where these lines lead to: each as a press of a control would.
async function act(page, figure, actions) {
  await page.locator(`[data-name="${figure}"]`).evaluate((host, actions) => {
    const control = document.createElement('button');
    host.querySelector('.sw-fig-head').append(control);
    for (const action of actions) {
      control.dataset.do = action;
      control.click();
    }
    control.remove();
  }, actions);
}

async function judgeFigures(exercise) {
  const { path, name, folder } = exercise;
  const found = [];
  const page = await home.visit(path);
  const figure = await page.locator(`.sw-exercise[data-name="${name}"]`)
    .evaluate((section) => {
      let at = section.previousElementSibling;
      while (!at.matches('.sw-figure')) at = at.previousElementSibling;
      return at.dataset.name;
    });
  await page.close();
  const attempt = async (file, expected) => {
    const text = file === '' ? '' : readFileSync(join(folder, file), 'utf8');
    const lines = text.split('\n').map((line) => line.trim()).filter(Boolean);
    const actions = lines.filter((line) => line.startsWith('do '));
    const settings = lines.filter((line) => !/^(?:do |#)/.test(line));
    const context = await home.context();
    const page = await context.newPage();
    await page.goto(home.url + path + stateOf(figure, settings));
    await liveFigure(page, figure);
    await act(page, figure, actions.map((line) => line.slice('do '.length)));
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
  for (const { key, fails, reason } of tried(exercise)) {
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
