// The progress page: everything counted, kept as a file, taken in again, summed up, erased.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LANGUAGES, PALETTES, SITE, house, violations } from './house.mjs';

const home = house();
const KEY = 'workbook.progress';
const HEAD = 'socket-workbook progress 1\n';
const EXPORT = 'socket-workbook export 1\n';
const pathOf = (language = 'en') => `${language}/progress.html`;

/// The catalogue as the page reads it.
function catalogue(language = 'en') {
  const script = readFileSync(join(SITE, language, 'progress-catalogue.js'), 'utf8');
  const [pages, quiz] = JSON.parse(script.slice(script.indexOf('[')).replace(/;\s*$/, ''));
  return { pages, quiz, items: pages.flatMap(({ items }) => items) };
}

const line = (id, grade, at = 1000) => `answer ${id} ${at} ${grade} given=1 inputs=`;
const recordOf = (lines) => `${HEAD}${lines.join('\n')}\n`;

/// A record in which everything is done; `grade` says how the nth came out.
function everything(grade = () => 'right') {
  const { items, quiz } = catalogue();
  const ids = [...items.map(({ i }) => i),
    ...quiz.flatMap(({ i }) => [`${i}.before`, `${i}.after`])];
  return recordOf(ids.map((id, at) => line(id, grade(at))));
}

async function visit(storage = {}, { language, ...options } = {}) {
  const context = await home.context(options);
  const page = await context.newPage();
  await page.goto(home.url + pathOf(language));
  await page.evaluate((kept) => {
    for (const [key, value] of Object.entries(kept)) localStorage.setItem(key, value);
  }, storage);
  await page.reload();
  await page.locator('[data-drawn]').waitFor();
  return page;
}

const storageOf = (page) => page.evaluate(() => ({ ...localStorage }));
const said = (page, part) => page.locator(`${part} .sw-told`);

async function exported(page) {
  const [download] = await Promise.all([
    page.waitForEvent('download'), page.locator('[data-act="export"]').click(),
  ]);
  return readFileSync(await download.path(), 'utf8');
}

async function takeIn(page, content, name = 'file.txt') {
  const told = said(page, '.sw-part--take');
  await told.evaluate((place) => place.replaceChildren());
  const buffer = Buffer.isBuffer(content) ? content : Buffer.from(content);
  await page.locator('#import-file').setInputFiles({ name, mimeType: 'text/plain', buffer });
  await told.locator('p').first().waitFor();
  return told.innerText();
}

test('whatever the pages count is in the catalogue, with a place that exists', () => {
  for (const language of LANGUAGES) {
    const { pages, quiz } = catalogue(language);
    const ids = new Set(pages.flatMap(({ items }) => items.map(({ i }) => i)));
    const html = readFileSync(join(SITE, pathOf(language)), 'utf8');
    let counted = 0;
    for (const [, page, names] of html.matchAll(/data-page="([^"]*)" data-questions="([^"]*)"/g)) {
      for (const name of names.split(' ')) {
        counted += 1;
        assert.ok(ids.has(`${page}/${name}`), `${page}/${name}`);
      }
    }
    assert.equal(counted, ids.size);
    for (const { page, items } of pages) {
      const text = readFileSync(join(SITE, language, `${page}.html`), 'utf8');
      for (const { a, t } of items) {
        assert.ok(text.includes(`id="${a}"`), `${page}#${a}`);
        assert.notEqual(t, '');
      }
    }
    assert.equal(quiz.length, 30);
  }
});

test('with everything done it is drawn, and says how long that took', async () => {
  const page = await visit({ [KEY]: everything((at) => (at % 4 === 0 ? 'wrong' : 'right')) });
  const took = await page.evaluate(() =>
    performance.getEntriesByName('progress-drawn').map(({ duration }) => duration));
  console.log(`# drawn in ${took.map((ms) => ms.toFixed(1)).join(', ')} ms`);
  assert.ok(took.length > 0);
});

test('it says what is done, what was right at first, and what is worth a second look', async () => {
  const { items } = catalogue();
  const [first, second, third, fourth] = items.map(({ i }) => i);
  const page = await visit({
    [KEY]: recordOf([
      line(first, 'right'), line(second, 'right', 2000), `tried ${second} 900 wrong`,
      line(third, 'wrong'), line(fourth, 'seen'),
    ]),
  });
  const standing = await page.locator('.sw-standing').innerText();
  assert.match(standing, /4 of \d+ questions answered/);
  assert.match(standing, /1 right at first/);
  const looks = page.locator('.sw-part--look .sw-look a');
  assert.deepEqual(await looks.evaluateAll((links) => links.map((it) => it.hash.slice(1))),
    [items[2].a, items[3].a]);
  const next = await page.locator('.sw-next a').getAttribute('href');
  assert.match(next, new RegExp(`#${items[4].a}$`));
  const chapter = page.locator('.sw-chapter').first();
  await chapter.locator('summary').click();
  const marks = chapter.locator('.sw-items .sw-state');
  assert.deepEqual((await marks.evaluateAll((all) => all.map((it) => it.ariaLabel))).slice(0, 5),
    ['right at first', 'right later', 'wrong', 'looked at', 'open']);
});

test('what is exported comes back on another device, programs too, and asks nobody', async () => {
  const [one, two] = catalogue().items.map(({ i }) => i);
  const lab = JSON.stringify({ 'server.py': ['1a2b', 'print("ä %20")\n'] });
  const page = await visit({
    [KEY]: recordOf([line(one, 'right'), line(two, 'wrong')]), 'workbook.lab.life/echo': lab,
  });
  await page.evaluate(() => workbook.figuresProgram());
  const asked = [];
  const file = await (async () => {
    page.on('request', (request) => asked.push(request.url()));
    return exported(page);
  })();
  assert.ok(file.startsWith(EXPORT) && /end 3\n$/.test(file), file);
  const other = await visit();
  await other.evaluate(() => workbook.figuresProgram());
  other.on('request', (request) => asked.push(request.url()));
  const report = await takeIn(other, file);
  assert.match(report, /Answers: 2 new, 0 later/);
  assert.match(report, /Programs: 1 new/);
  const kept = await storageOf(other);
  assert.equal(kept['workbook.lab.life/echo'], lab);
  assert.match(kept[KEY], new RegExp(line(one, 'right')));
  assert.match(await other.locator('.sw-standing').innerText(), /^2 of/);
  assert.match(await takeIn(other, file), /Answers: 0 new, 0 later than yours here, 2 known/);
  assert.deepEqual(await storageOf(other), kept, 'twice is as once');
  assert.equal(await exported(other), file);
  const outside = asked.filter((url) => !/progress-program|figures-|^(?:blob|data):/.test(url));
  assert.deepEqual(outside, [], 'only the site’s own programs are loaded');
});

test('of two versions of a program both are kept, and either can be used', async () => {
  const lab = (text) => JSON.stringify({ 'server.py': ['1a', text] });
  const page = await visit({ 'workbook.lab.life/echo': lab('mine\n') });
  const file = `${EXPORT}program life/echo server.py 1a text=theirs%0A\nend 1\n`;
  assert.match(await takeIn(page, file), /1 programs differ from yours/);
  assert.equal((await storageOf(page))['workbook.lab.life/echo'], lab('mine\n'));
  assert.match(await exported(page), /\naside life\/echo server\.py 1a text=theirs%0A\n/);
  await page.locator('[data-act="aside-swap"]').click();
  assert.equal((await storageOf(page))['workbook.lab.life/echo'], lab('theirs\n'));
  const drop = page.locator('[data-act="aside-drop"]');
  await drop.click();
  assert.ok((await storageOf(page))['workbook.aside'].includes('mine'), 'one press asks');
  await drop.click();
  assert.equal((await storageOf(page))['workbook.aside'], undefined);
});

const REFUSED = [
  ['an empty file', '', /empty/],
  ['a picture', Buffer.from('89504e470d0a1a0a00ff', 'hex'), /not a text/],
  ['another text', '{"answers": []}', /no export of this book/],
  ['a newer export', 'socket-workbook export 7\nwhat comes\n', /newer edition/],
  ['a huge file', 'x'.repeat((8 << 20) + 1), /too large/],
];

for (const [what, content, sentence] of REFUSED) {
  test(`${what} is refused with its own sentence, and nothing is changed`, async () => {
    const page = await visit({ [KEY]: recordOf([line(catalogue().items[0].i, 'right')]) });
    const before = await storageOf(page);
    assert.match(await takeIn(page, content), sentence);
    assert.deepEqual(await storageOf(page), before);
  });
}

test('damaged lines are told by number and kept; a file that was cut is told', async () => {
  const page = await visit();
  const good = line('life/x.1', 'right');
  const report = await takeIn(page, `${EXPORT}${good}\nanswer life/y ten right\nweather fine\n`);
  assert.match(report, /Answers: 1 new/);
  assert.match(report, /lines .*: 3, 4\./);
  assert.match(report, /does not end where it should/);
  assert.match((await storageOf(page))[KEY], /weather fine/);
});

test('nothing here is lost to a file, not even where it has forgotten a page', async () => {
  const { i } = catalogue().items[0];
  const page = await visit({ [KEY]: recordOf([line(i, 'right', 5000)]) });
  const file = `${EXPORT}reset ${i.split('/')[0]} 9000\n${line(i, 'wrong', 4000)}\nend 2\n`;
  assert.match(await takeIn(page, file), /Answers: 0 new, 0 later/);
  assert.match((await storageOf(page))[KEY], new RegExp(line(i, 'right', 5000)));
});

test('a full storage is told of, and what was there stays', async () => {
  const page = await visit({ 'workbook.lab.a': JSON.stringify({ 'a.py': ['1', 'mine'] }) });
  await page.evaluate(() => {
    Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };
  });
  const report = await takeIn(page, `${EXPORT}program b b.py 1 text=new\nend 1\n`);
  assert.match(report, /full or forbidden/);
  assert.match((await storageOf(page))['workbook.lab.a'], /mine/);
});

test('everything is erased after two presses, and a file is offered first', async () => {
  const page = await visit({
    [KEY]: everything(), 'workbook.lab.a': '{"a.py":["1","x"]}', 'workbook.place': 'life.html',
    'workbook.theme': 'dark',
  });
  const erase = page.locator('[data-act="erase"]');
  assert.ok(await page.locator('[data-act="erase-save"]').isVisible());
  await erase.click();
  assert.match(await erase.innerText(), /Erase \d+ answers and 1 programs/);
  assert.ok((await storageOf(page))[KEY], 'one press asks');
  await erase.click();
  const left = Object.keys(await storageOf(page));
  assert.deepEqual(left.filter((key) => /progress|lab|place|aside/.test(key)), []);
  assert.match(await said(page, '.sw-part--erase').innerText(), /Everything is erased/);
  assert.match(await page.locator('.sw-standing').innerText(), /^0 of/);
  await page.reload();
  await page.locator('[data-drawn]').waitFor();
  assert.match(await page.locator('.sw-standing').innerText(), /^0 of/);
});

test('another tab forgets with this one', async () => {
  const page = await visit({ [KEY]: everything() });
  const other = await page.context().newPage();
  await other.goto(home.url + pathOf());
  await other.locator('[data-drawn]').waitFor();
  await page.locator('[data-act="erase"]').click();
  await page.locator('[data-act="erase"]').click();
  await other.waitForFunction(() => /^0 of/.test(document.querySelector('.sw-standing').innerText));
});

test('a summary can be checked from its line and code, and a changed number is found', async () => {
  const page = await visit({ [KEY]: everything((at) => (at % 3 ? 'right' : 'wrong')) });
  await page.locator('#summary-name').fill('김민지; Kim');
  await page.locator('[data-act="make"]').click();
  const line = await page.locator('[data-line]').innerText();
  const code = await page.locator('[data-code]').innerText();
  assert.match(line, /^김민지 Kim; \d{4}-\d\d-\d\d; 1 \d+\/\d+ /);
  assert.match(line, /quiz \d+ \d+ \/30$/);
  assert.match(code, /^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  const teacher = await visit({}, { language: 'ko' });
  await teacher.locator('.sw-verify summary').click();
  const check = async (typed, itsCode) => {
    await teacher.locator('#verify-line').fill(typed);
    await teacher.locator('#verify-code').fill(itsCode);
    await teacher.locator('.sw-summary-verdict').evaluate((it) => { delete it.dataset.verdict; });
    await teacher.locator('[data-act="verify-check"]').click();
    await teacher.locator('.sw-summary-verdict[data-verdict]').waitFor();
    return teacher.locator('.sw-summary-verdict').getAttribute('data-verdict');
  };
  assert.equal(await check(line, code), 'fits');
  assert.equal(await teacher.locator('.sw-summary-verdict [data-line]').innerText(), line);
  assert.equal(await check(`  ${line.replaceAll('; ', ' ;')} `, code.toLowerCase()), 'fits');
  assert.equal(await check(line.replace(/\/30$/, '/29'), code), 'apart');
  assert.equal(await check(line.replace('Kim', 'Lee'), code), 'apart');
  assert.equal(await check('rubbish', code), 'unread');
});

test('without a script it says what would be here, and leads to the chapters', async () => {
  for (const language of LANGUAGES) {
    const page = await home.visit(pathOf(language), { javaScriptEnabled: false });
    const place = page.locator('main .sw-nojs-only');
    assert.match(await place.innerText(), /JavaScript/);
    assert.ok(await place.locator('a').count() >= 9);
  }
});

test('it goes to paper on two pages at most, and the summary alone on one', async () => {
  const page = await visit({ [KEY]: everything((at) => (at % 3 ? 'right' : 'wrong')) });
  const sheets = async () => {
    const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
    return pdf.toString('latin1').match(/\/Type\s*\/Page\b/g).length;
  };
  assert.ok(await sheets() <= 2);
  await page.locator('[data-act="make"]').click();
  await page.locator('[data-summary]').waitFor();
  await page.evaluate(() => { document.documentElement.dataset.printing = 'summary'; });
  assert.equal(await sheets(), 1);
});

test('the score menu and the start page lead here', async () => {
  const page = await home.visit('en/life.html');
  await page.locator('.menu-score summary').click();
  await page.locator('.menu-score a[href="progress.html"]').click();
  await page.locator('[data-drawn]').waitFor();
  await page.goto(`${home.url}en/index.html`);
  assert.ok(await page.locator('main a[href="progress.html"]').count() > 0);
  const loaded = readFileSync(join(SITE, 'en/life.html'), 'utf8');
  assert.doesNotMatch(loaded, /assets\/(?:progress|quiz)-/, 'other pages load none of it');
});

for (const colorScheme of PALETTES) {
  for (const language of LANGUAGES) {
    test(`${language} is accessible in the ${colorScheme} palette and fits 390 px`, async () => {
      const page = await visit({ [KEY]: everything((at) => ['right', 'wrong', 'seen'][at % 3]) },
        { language, colorScheme, viewport: { width: 390, height: 844 } });
      await page.locator('.sw-chapter summary').first().click();
      await page.locator('[data-act="make"]').click();
      await page.locator('[data-summary]').waitFor();
      await page.locator('.sw-verify summary').click();
      assert.deepEqual(await violations(page), []);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${wide} px too wide`);
    });
  }
}
