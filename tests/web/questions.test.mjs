// Questions that count: answered, graded, kept on the device, seen in every tab, and forgotten.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LANGUAGES, SITE, house, pageOf, pagesOf } from './house.mjs';

const home = house();
const KEY = 'workbook.progress';
const HEAD = 'socket-workbook progress ';
const chapters = (language) => pagesOf(language).filter((path) => !/print|404/.test(path));
const htmlOf = (path) => readFileSync(join(SITE, path), 'utf8');

/// A page with a question of a kind, and the question's element.
function asked(kind, language = 'en') {
  for (const path of chapters(language)) {
    const found = htmlOf(path).match(new RegExp(`id="(question-[^"]*)"[^>]*data-kind="${kind}"`));
    if (found) return { path, selector: `#${found[1]}` };
  }
  throw new Error(`no question of the kind ${kind}`);
}

/// Answers as a reader would, with the keyboard or in the fields; not so where it is not right.
async function answer(question, isRight = true) {
  const kind = await question.getAttribute('data-kind');
  const key = (await question.getAttribute('data-key')).split(' ').filter(Boolean);
  const inputs = question.locator('.sw-choice input');
  if (kind === 'number') {
    for (const [at, number] of key.entries()) {
      await inputs.nth(at).fill(isRight ? number : String(Number(number) + 1));
    }
    await inputs.first().press('Enter');
    return;
  }
  await inputs.first().focus();
  const count = await inputs.count();
  const others = Array.from({ length: count }, (_, at) => String(at + 1))
    .filter((number) => !key.includes(number));
  let presses = key;
  if (!isRight && kind === 'one') presses = [others[0]];
  if (!isRight && kind === 'several') presses = [others[0] ?? ''];
  if (!isRight && kind === 'order') presses = [...key].reverse();
  for (const number of presses.filter(Boolean)) await question.page().keyboard.press(number);
  await question.locator('[type="submit"]').press('Enter');
}

const kept = (page) => page.evaluate((key) => localStorage.getItem(key), KEY);
const keptLine = (page, id) => page.waitForFunction(
  ([key, name]) => localStorage.getItem(key)?.includes(`answer ${name} `),
  [KEY, id],
);
const stateOf = (page, selector, state) => page.waitForFunction(
  ([at, wanted]) => document.querySelector(at).dataset.state === wanted,
  [selector, state],
);
const summaryOf = (page) => page.locator('.menu-score summary').innerText();

for (const kind of ['one', 'several', 'number', 'order']) {
  for (const isRight of [true, false]) {
    test(`“${kind}” is graded ${isRight ? 'right' : 'wrong'}, and says why only then`, async () => {
      const { path, selector } = asked(kind);
      const page = await home.visit(path);
      const question = page.locator(selector);
      assert.equal(await question.locator('.sw-why').isVisible(), false);
      assert.equal(await question.getAttribute('data-state'), 'open');
      await answer(question, isRight);
      assert.equal(await question.getAttribute('data-state'), isRight ? 'right' : 'wrong');
      assert.ok(await question.locator('.sw-why > :nth-child(3)').isVisible());
      assert.notEqual(await question.locator('.sw-question-said').innerText(), '');
      const at = await page.evaluate(() => document.activeElement.closest('.sw-question')?.id);
      assert.equal(`#${at}`, selector, 'the focus stays with the question');
      await keptLine(page, await question.getAttribute('data-question'));
      await question.locator('[data-again]').click();
      assert.equal(await question.getAttribute('data-state'), 'open');
      assert.equal(await question.locator('.sw-why').isVisible(), false);
    });
  }
}

test('to be shown the answer counts neither as right nor as wrong', async () => {
  const { path, selector } = asked('one');
  const page = await home.visit(path);
  await page.locator(`${selector} [data-show]`).click();
  assert.equal(await page.locator(selector).getAttribute('data-state'), 'seen');
  await keptLine(page, await page.locator(selector).getAttribute('data-question'));
  assert.match(await kept(page), / seen given= /);
  assert.match(await summaryOf(page), /✓ 0\s*✕ 0\s*1\//);
});

for (const language of LANGUAGES) {
  test(`an answer in ${language} is there after a reload, in the score and in both languages`,
    async () => {
      const { path, selector } = asked('one', language);
      const page = await home.visit(path);
      const question = page.locator(selector);
      const id = await question.getAttribute('data-question');
      await answer(question);
      await keptLine(page, id);
      await page.reload();
      assert.equal(await question.getAttribute('data-state'), 'right');
      assert.match(await summaryOf(page), /✓ 1/);
      assert.match(await page.locator('.sidebar a[aria-current] .toc-mark').innerText(), /^1\//);
      const other = language === 'en' ? 'ko' : 'en';
      await page.goto(home.url + path.replace(language, other));
      assert.equal(await page.locator(selector).getAttribute('data-state'), 'right');
    });
}

test('two tabs lose none of each other’s answers', async () => {
  const { path, selector } = asked('one');
  const first = await home.visit(path);
  const second = await first.context().newPage();
  const elsewhere = asked('number');
  await second.goto(home.url + elsewhere.path);
  await answer(first.locator(selector));
  await answer(second.locator(elsewhere.selector), false);
  const ids = [
    await first.locator(selector).getAttribute('data-question'),
    await second.locator(elsewhere.selector).getAttribute('data-question'),
  ];
  for (const id of ids) await keptLine(first, id);
  const third = await first.context().newPage();
  await third.goto(home.url + path);
  await stateOf(third, selector, 'right');
  const book = third.locator('[data-score-of="book"] span');
  assert.match(await book.textContent(), /^1 right, 1 wrong/);
});

test('what another tab answers is seen here without a reload', async () => {
  const { path, selector } = asked('one');
  const first = await home.visit(path);
  const second = await first.context().newPage();
  await second.goto(home.url + path);
  await answer(second.locator(selector), false);
  await stateOf(first, selector, 'wrong');
});

const STORAGE = {
  full: () => {
    const set = Storage.prototype.setItem;
    Storage.prototype.setItem = function full(key, value) {
      if (key.startsWith('workbook.progress')) throw new DOMException('full', 'QuotaExceededError');
      set.call(this, key, value);
    };
  },
  forbidden: () => {
    Object.defineProperty(window, 'localStorage', {
      get() { throw new DOMException('forbidden', 'SecurityError'); },
    });
  },
};

for (const [how, script] of Object.entries(STORAGE)) {
  test(`with ${how} storage answers are graded, counted, and said to be unkept`, async () => {
    const context = await home.context();
    await context.addInitScript(script);
    const page = await context.newPage();
    const { path, selector } = asked('one');
    await page.goto(home.url + path);
    await answer(page.locator(selector));
    await page.locator('.record-notice', { hasText: 'only until you close' }).waitFor();
    assert.equal(await page.locator(selector).getAttribute('data-state'), 'right');
    assert.match(await summaryOf(page), /✓ 1/);
  });
}

test('a truly full storage loses nothing that was kept', async () => {
  const { path, selector } = asked('one');
  const page = await home.visit(path);
  const before = `${HEAD}1\nanswer life/other.1 5 right given=1 inputs=\n`;
  await page.evaluate(([key, text]) => {
    localStorage.setItem(key, text);
    for (let size = 4 << 20; size > 0; size >>= 1) {
      try {
        localStorage.setItem(`fill${size}`, 'x'.repeat(size));
      } catch {
        // As full as that.
      }
    }
  }, [KEY, before]);
  await page.reload();
  await answer(page.locator(selector));
  await page.locator('.record-notice', { hasText: 'only until you close' }).waitFor();
  assert.equal(await kept(page), before);
});

const KEPT = [
  ['rubbish', '{"answers":[1,2]}', 'cannot be read, so counting begins anew'],
  ['a newer record', `${HEAD}2\nanswer everything\n`, 'A newer edition'],
  ['a damaged line', `${HEAD}1\nanswer life/x ten right given= inputs=\n`, 'A part of your kept'],
];

for (const [what, text, said] of KEPT) {
  test(`${what} in the storage is told of in a sentence and is not lost`, async () => {
    const { path, selector } = asked('one');
    const page = await home.visit(path);
    await page.evaluate(([key, value]) => localStorage.setItem(key, value), [KEY, text]);
    await page.reload();
    await answer(page.locator(selector));
    await page.locator('.record-notice', { hasText: said }).waitFor();
    assert.equal(await page.locator(selector).getAttribute('data-state'), 'right');
    const all = await page.evaluate(() => Object.values(localStorage).join('\n'));
    for (const line of text.trim().split('\n')) assert.ok(all.includes(line), line);
  });
}

test('a page’s answers are forgotten after two presses, and those of others are not', async () => {
  const { path, selector } = asked('one');
  const page = await home.visit(path);
  const question = page.locator(selector);
  const id = await question.getAttribute('data-question');
  await page.evaluate(
    ([key, text]) => localStorage.setItem(key, text),
    [KEY, `${HEAD}1\nanswer elsewhere/other.1 5 right given=1 inputs=\n`],
  );
  await page.reload();
  await answer(question);
  await keptLine(page, id);
  await page.locator('.menu-score summary').click();
  await page.locator('[data-reset-page]').click();
  assert.equal(await question.getAttribute('data-state'), 'right', 'one press asks');
  await page.locator('[data-reset-page]').click();
  await stateOf(page, selector, 'open');
  assert.match(await kept(page), /answer elsewhere/);
  assert.doesNotMatch(await kept(page), new RegExp(id));
  await page.reload();
  assert.equal(await question.getAttribute('data-state'), 'open');
});

test('a figure’s answer is kept with the figure as it was, and is not graded anew', async () => {
  const path = pageOf('descriptor-table', 'en');
  const page = await home.visit(path);
  const figure = page.locator('[data-figure="descriptor-table"]', {
    has: page.locator('[data-do="show-me"]'),
  });
  await page.locator('[data-script*="question ="]').first().scrollIntoViewIfNeeded();
  const live = page.locator('[data-script*="question ="]').first();
  await live.and(page.locator('[data-live]')).waitFor();
  await figure.first().locator('[data-do="choose 1"]').click();
  await figure.first().locator('[data-do="check"]').click();
  const id = await live.getAttribute('data-question');
  await keptLine(page, `${id}.fin`);
  assert.match(await kept(page), /fin \d+ wrong given=1 inputs=\S/);
  await page.goto(home.url + path);
  await live.scrollIntoViewIfNeeded();
  await live.and(page.locator('[data-live]')).waitFor();
  assert.equal(await live.locator('.sw-choice.is-wrong').count(), 1, 'the answer is there again');
  await live.locator('[data-do="undo"]').first().click().catch(() => undefined);
  assert.match(await kept(page), /fin \d+ wrong given=1/);
});

test('a figure that shows the answer opens with it, or when it is told to', async () => {
  const path = chapters('en').find((it) => /<figure [^>]*data-after="/.test(htmlOf(it)));
  const page = await home.visit(path);
  const covered = page.locator('figure[data-after]').first();
  const panels = covered.locator('[data-panels]');
  await covered.scrollIntoViewIfNeeded();
  await covered.and(page.locator('[data-live]')).waitFor();
  assert.equal(await panels.isVisible(), false);
  await covered.locator('[data-uncover]').click();
  assert.ok(await panels.isVisible());
  await page.reload();
  assert.equal(await panels.isVisible(), false);
  const id = await covered.getAttribute('data-after');
  await answer(page.locator(`[data-question="${id}"]`));
  assert.ok(await panels.isVisible());
});

test('a figure that is opened before it lives has the focus that its cover had', async () => {
  const path = chapters('en').find((it) => /<figure [^>]*data-after="/.test(htmlOf(it)));
  const context = await home.context();
  await context.route(/\.wasm$/, () => {}); // no answer comes
  const page = await context.newPage();
  await page.goto(home.url + path);
  const covered = page.locator('figure[data-after]').first();
  await covered.locator('[data-uncover]').focus();
  await page.keyboard.press('Enter');
  assert.ok(await covered.locator('[data-panels]').isVisible());
  assert.equal(await covered.getAttribute('data-live'), null);
  assert.ok(await covered.evaluate((figure) => figure === document.activeElement));
});

test('fields say what they take, beside what stands in them', async () => {
  const { path, selector } = asked('number');
  const page = await home.visit(path);
  const question = page.locator(selector);
  for (const rubbish of ['zz', '1e999', '-', '٣', '0x10', '9'.repeat(15)]) {
    await question.locator('input').first().fill(rubbish);
    assert.match(await question.locator('.sw-tag').first().innerText(), /whole number/, rubbish);
    assert.ok(await question.locator('[type="submit"]').isDisabled(), rubbish);
  }
});

test('the start page offers to go on where the reader was', async () => {
  const page = await home.visit('en/index.html');
  assert.equal(await page.locator('[data-continue]').isVisible(), false);
  const path = chapters('en').find((it) => /\/ports\.html/.test(it));
  await page.goto(home.url + path);
  await page.locator('main h2').nth(2).scrollIntoViewIfNeeded();
  await page.evaluate(() => document.querySelectorAll('main h2')[2].scrollIntoView());
  const id = await page.locator('main h2').nth(2).getAttribute('id');
  const isNoted = (wanted) => localStorage.getItem('workbook.place')?.includes(wanted);
  await page.waitForFunction(isNoted, id);
  await page.goto(`${home.url}en/index.html`);
  await page.locator('[data-continue] a').click();
  assert.match(page.url(), new RegExp(`ports\\.html#${id}$`));
});

test('on paper questions stand open, and their answers at the end of the chapter', async () => {
  const { path, selector } = asked('one');
  const page = await home.visit(path);
  await answer(page.locator(selector), false);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator(`${selector} .sw-why`).isVisible(), false);
  assert.equal(await page.locator(`${selector} .sw-question-said`).isVisible(), false);
  const answers = page.locator('.sw-answers');
  assert.ok(await answers.isVisible());
  const last = await page.evaluate(() => document.querySelector('main').lastElementChild.className);
  assert.equal(last, 'sw-answers');
});

test('without a script the answer can be opened', async () => {
  const { path, selector } = asked('one');
  const page = await home.visit(path, { javaScriptEnabled: false });
  const why = page.locator(`${selector} .sw-why`);
  assert.equal(await why.locator('.sw-key').isVisible(), false);
  await why.locator('summary').click();
  assert.ok(await why.locator('.sw-key').isVisible());
  assert.equal(await page.locator(`${selector} [type="submit"]`).isVisible(), false);
});

test('the next open question is one press away', async () => {
  const { path } = asked('one');
  const page = await home.visit(path);
  await page.locator('.menu-score summary').click();
  await page.locator('[data-next-open]').click();
  const first = page.locator('.sw-question').first();
  assert.equal(await first.evaluate((it) => it.contains(document.activeElement)), true);
});
