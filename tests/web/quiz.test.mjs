// The quiz of misconceptions: drawn by seed, interrupted, compared, read without a script.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LANGUAGES, PALETTES, SITE, house, violations } from './house.mjs';

const home = house();
const ALL = 30;
const quizOf = (language, seed) => `${language}/misconceptions.html${seed ? `?seed=${seed}` : ''}`;
const stateOf = (page) => page.evaluate(() => document.querySelector('[data-quiz]').dataset.state);
const kept = (page) => page.evaluate(() => localStorage.getItem('workbook.progress') ?? '');
const asked = (page) => page.locator('#quiz-asks').innerText();
const answered = (page, count) => page.waitForFunction((wanted) => {
  const meter = document.querySelector('.sw-quiz-question progress');
  return (meter ? meter.value : 30) === wanted;
}, count);

/// The choice that the bank says is right, by the number that chooses it now.
function rightOf(page) {
  return page.evaluate(() => {
    const text = document.querySelector('#quiz-asks').textContent;
    const variants = [...document.querySelectorAll('.sw-quiz-variant')];
    const variant = variants.find((it) => it.querySelector('p').textContent === text);
    const row = document.querySelector(`.sw-choice[data-choice="${variant.dataset.key}"]`);
    return Number(row.dataset.number);
  });
}

/// Answers from question `from` on, by keyboard alone; right where `isRight` says so.
async function run(page, { from = 0, to = ALL, isRight = () => true, isAfter = false }) {
  for (let at = from; at < to; at += 1) {
    const right = await rightOf(page);
    const number = isRight(at) ? right : (right % 3) + 1;
    await page.keyboard.press(String(number));
    await page.keyboard.press('Enter');
    if (isAfter) {
      await page.locator('.sw-quiz-question[data-state]:not([data-state="open"])').waitFor();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
    }
    await answered(page, at + 1);
  }
}

async function begun(path, options) {
  const page = await home.visit(path, options);
  await page.locator('[data-act="begin-before"]').click();
  return page;
}

test('the same seed is the same quiz, another seed is another, in every language', async () => {
  const seen = [];
  for (const [language, seed] of [['en', 1234], ['en', 1234], ['ko', 1234], ['en', 77]]) {
    const page = await begun(quizOf(language, seed));
    const order = await page.locator('.sw-choice').evaluateAll((rows) =>
      rows.map((row) => row.dataset.choice).join());
    seen.push([await asked(page), order]);
  }
  assert.deepEqual(seen[0], seen[1]);
  assert.equal(seen[0][1], seen[2][1], 'the choices stand in the same order in Korean');
  assert.notDeepEqual(seen[0], seen[3]);
});

test('a seed can be typed, and what is none is said', async () => {
  const page = await home.visit(quizOf('en'));
  const field = page.locator('#quiz-seed');
  for (const rubbish of ['', '0', 'abc', '-1', '1.5', '٣']) {
    await field.fill(rubbish);
    assert.match(await page.locator('#quiz-seed-said').innerText(), /whole number/, rubbish);
    assert.ok(await page.locator('[data-act="begin-before"]').isDisabled(), rubbish);
  }
  await field.fill('77');
  await page.locator('[data-act="begin-before"]').click();
  const other = await begun(quizOf('en', 77));
  assert.equal(await asked(page), await asked(other));
});

test('before reading nothing is told until the end, and an interrupted run goes on', async () => {
  const page = await begun(quizOf('en', 1234));
  await run(page, { to: 7, isRight: (at) => at % 2 === 0 });
  const told = page.locator('[data-stage] :is(.is-right, .is-wrong, .sw-quiz-why)');
  assert.equal(await told.count(), 0);
  assert.match(await page.locator('.menu-score summary').innerText(), /✓ 0\s*✕ 0/);
  const eighth = await asked(page);
  await page.reload();
  const goOn = page.locator('[data-act="go-on"]');
  assert.match(await goOn.innerText(), /question 8 of 30/);
  await goOn.click();
  assert.equal(await asked(page), eighth);
  assert.equal((await kept(page)).match(/\.before \d+ (?:right|wrong) /g).length, 7);
});

test('two runs by keyboard end in one picture, and each wrong answer leads to its section',
  async () => {
    const page = await begun(quizOf('en', 42));
    await run(page, { isRight: (at) => at < 10 });
    assert.equal(await stateOf(page), 'result');
    assert.match(await page.locator('#result').innerText(), /^10 of 30 right before reading$/);
    assert.equal(await page.locator('.sw-leads > ul > li').count(), 20);
    assert.equal(await page.locator('.sw-leads .sw-quiz-why:visible').count(), 0);
    await page.locator('[data-act="begin-after"]').click();
    await run(page, { isRight: (at) => at !== 3 && at !== 4, isAfter: true });
    assert.match(await page.locator('#result').innerText(), /10 of 30 .* 28 after/);
    const rows = page.locator('.sw-compare-row');
    assert.equal(await rows.count(), ALL);
    const said = (await rows.allInnerTexts()).join('\n');
    for (const word of ['right both times', 'corrected']) assert.match(said, new RegExp(word));
    const leads = page.locator('.sw-leads > ul > li > p > a');
    assert.equal(await leads.count(), 2);
    for (const link of await leads.all()) {
      const [path, id] = (await link.getAttribute('href')).split('#');
      assert.ok(readFileSync(join(SITE, 'en', path), 'utf8').includes(`id="${id}"`), id);
    }
    assert.equal(await page.locator('.sw-leads .sw-quiz-why:visible').count(), 2);
    await page.reload();
    assert.equal(await rows.count(), ALL, 'the result is there again');
    // The other run asked each in its other words.
    const pattern = /answer (\S+)\.(before|after) .*variant=(\d)/g;
    const variants = [...(await kept(page)).matchAll(pattern)];
    const byName = new Map();
    for (const [, name, , variant] of variants) {
      byName.set(name, (byName.get(name) ?? '') + variant);
    }
    assert.equal(byName.size, ALL);
    for (const [name, both] of byName) assert.match(both, /^(?:12|21)$/, name);
  });

test('to begin anew takes two presses', async () => {
  const page = await begun(quizOf('en', 5));
  await run(page, { to: 2 });
  await page.locator('[data-act="pause"]').click();
  const anew = page.locator('[data-act="anew"]');
  await anew.click();
  assert.match(await kept(page), /\.before /, 'one press asks');
  await anew.click();
  await page.locator('[data-act="begin-before"]').waitFor();
  assert.doesNotMatch(await kept(page), /\.before /);
});

test('the bank leads to sections that exist, in both languages', () => {
  for (const language of LANGUAGES) {
    const html = readFileSync(join(SITE, language, 'misconceptions.html'), 'utf8');
    const links = [...html.matchAll(/sw-quiz-section"><a href="([^"#]+)#([^"]+)"/g)];
    assert.equal(links.length, ALL);
    for (const [, path, id] of links) {
      assert.ok(readFileSync(join(SITE, language, path), 'utf8').includes(`id="${id}"`), id);
    }
  }
});

test('without a script the questions stand there, each with its answer folded', async () => {
  const page = await home.visit(quizOf('en'), { javaScriptEnabled: false });
  const item = page.locator('.sw-quiz-item').first();
  assert.ok(await item.locator('.sw-quiz-variant').first().isVisible());
  assert.equal(await item.locator('.sw-quiz-why').isVisible(), false);
  await item.locator('summary').click();
  assert.ok(await item.locator('.sw-quiz-why').isVisible());
});

test('on paper stand the questions of the seed, or the result', async () => {
  const page = await home.visit(quizOf('en', 1234));
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.sw-quiz-variant:visible').count(), ALL);
  assert.equal(await page.locator('.sw-quiz-why:visible').count(), 0);
  await page.emulateMedia({ media: 'screen' });
  await page.locator('[data-act="begin-before"]').click();
  await run(page, { isRight: () => false });
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.sw-quiz-variant:visible').count(), 0);
  assert.ok(await page.locator('.sw-compare').isVisible());
});

for (const colorScheme of PALETTES) {
  test(`every state is accessible in the ${colorScheme} palette and fits 390 px`, async () => {
    const viewport = { width: 390, height: 844 };
    const page = await home.visit(quizOf('ko', 9), { colorScheme, viewport });
    const look = async (what) => {
      assert.deepEqual(await violations(page), [], what);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${what}: ${wide} px too wide`);
    };
    await look('front');
    await page.locator('[data-act="begin-before"]').click();
    await look('question');
    await run(page, { isRight: (at) => at > 20 });
    await look('before');
    await page.locator('[data-act="begin-after"]').click();
    await run(page, { to: 1, isAfter: true });
    await page.keyboard.press('1');
    await page.keyboard.press('Enter');
    await page.locator('[data-act="next"]').waitFor();
    await look('explained');
    await page.locator('[data-act="next"]').click();
    await run(page, { from: 2, isAfter: true });
    await look('result');
  });
}
