// Search in both languages: loaded on use, found by stem, by ending and by substring.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { SITE, house } from './house.mjs';

const home = house();

/// The sections of a language, as the search index holds them.
function sections(language) {
  const script = readFileSync(join(SITE, language, 'search-index.js'), 'utf8');
  const scope = {};
  new Function('window', script)(scope);
  return scope.workbookSearchIndex;
}

/// A word that the Korean book has with an ending: `소켓을` for `소켓`.
function wordWithEnding() {
  const text = sections('ko').map((section) => section.x).join(' ');
  const found = text.match(/[가-힣]{2,4}(?:을|를|은|는|에서|으로)(?=\s)/g) ?? [];
  const stems = found.map((word) => word.replace(/(?:을|를|은|는|에서|으로)$/, ''));
  const stem = stems.find((word, index) => word.length >= 2 && stems.indexOf(word) !== index);
  assert.ok(stem, 'the Korean book has a word that appears twice with an ending');
  return { stem, whole: found.find((word) => word.startsWith(stem)) };
}

async function ask(page, query) {
  const isOpen = await page.locator('[data-search][open]').count();
  if (!isOpen) await page.locator('[data-open-search]').click();
  await page.locator('[data-search] input').fill(query);
  await page.waitForFunction(() => {
    const status = document.querySelector('[data-search] [role="status"]').textContent;
    return status !== '' && status !== document.body.dataset.loading;
  });
  return page.locator('[role="option"]').allInnerTexts();
}

test('the index is asked for by the first search and not before', async () => {
  const page = await home.visit('ko/index.html');
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.waitForLoadState('networkidle');
  const isSearch = (url) => /search/.test(url);
  const before = await page.evaluate(() => performance.getEntriesByType('resource')
    .map((entry) => entry.name));
  assert.deepEqual(before.filter(isSearch), []);
  await ask(page, '소켓');
  assert.ok(asked.some((url) => url.endsWith('/ko/search-index.js')));
});

test('Korean is found by the stem, with its ending, and from within a word', async () => {
  const { stem, whole } = wordWithEnding();
  const page = await home.visit('ko/index.html');
  for (const query of [stem, whole, stem.slice(-2)]) {
    const found = await ask(page, query);
    assert.ok(found.length > 0, `“${query}” finds nothing`);
    assert.ok(found.some((text) => text.includes(stem.slice(-2))), `“${query}”: ${found[0]}`);
  }
});

test('a term is found by its other names, and with its blanks left out', async () => {
  const page = await home.visit('ko/index.html');
  const names = ['웹소켓', 'handshake', '대기열', '바인딩', '시퀀스 번호', '흐름 제어', '에러',
    '4-tuple', '포트번호', '수신버퍼', '마스킹키', 'accept queue'];
  for (const name of names) {
    assert.ok((await ask(page, name)).length > 0, `“${name}” finds nothing`);
  }
  const [first] = await ask(page, 'handshake');
  assert.match(first, /핸드셰이크/);
  await page.keyboard.press('Enter');
  await page.locator('main mark', { hasText: '핸드셰이크' }).first().waitFor();
});

for (const [language, chapter, more] of [
  ['en', 'Endings', ['exponential backoff', 'disconnect']],
  ['ko', '연결의 끝', ['하트비트', '킵얼라이브', '재연결', '지수 백오프']],
]) {
  test(`what web developers look for leads to the end of a connection (${language})`, async () => {
    const page = await home.visit(`${language}/index.html`);
    const names = ['heartbeat', 'keepalive', 'keep-alive', 'reconnect', 'socket.io', 'onclose',
      '1006', ...more];
    for (const name of names) {
      const found = await ask(page, name);
      assert.ok(found.some((text) => text.includes(chapter)), `“${name}”: ${found.join(' | ')}`);
    }
  });
}

test('a teaser marks the word, and the page that is opened marks it and stands there', async () => {
  const { stem } = wordWithEnding();
  const page = await home.visit('ko/index.html');
  await ask(page, stem);
  const marks = await page.locator('[role="option"] mark').allInnerTexts();
  assert.ok(marks.some((mark) => mark.includes(stem)), marks.join());
  await page.keyboard.press('Enter');
  const mark = page.locator('main mark').first();
  await mark.waitFor();
  assert.ok((await page.locator('main mark').allInnerTexts()).every((text) => text.includes(stem)));
  // What stands before a chapter's first heading has no fragment: the page begins there.
  const begins = await page.evaluate(() => {
    const [heading, first] = ['main h2', 'main mark'].map((it) => document.querySelector(it));
    return Boolean(first.compareDocumentPosition(heading) & Node.DOCUMENT_POSITION_FOLLOWING);
  });
  assert.ok(begins || /#[^#]+$/.test(page.url()), 'the fragment is the heading that was found');
  await page.waitForFunction(() => [...document.querySelectorAll('main mark')].some((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  }));
  await page.locator('.found button').click();
  assert.equal(await page.locator('main mark').count(), 0);
  assert.ok(!page.url().includes('highlight='));
});

test('English is found, whatever its case, and arrows choose among the answers', async () => {
  const page = await home.visit('en/index.html');
  const found = await ask(page, 'SHA-1');
  assert.ok(found.length > 0);
  const selected = () => page.locator('[role="option"][aria-selected="true"]').innerText();
  assert.equal(await selected(), found[0]);
  if (found.length < 2) assert.ok((await ask(page, 'the')).length >= 2);
  const first = await selected();
  await page.keyboard.press('ArrowDown');
  assert.notEqual(await selected(), first);
});

test('what is nowhere finds nothing and says so, and rubbish does no harm', async () => {
  const page = await home.visit('en/index.html');
  assert.deepEqual(await ask(page, 'qqzzxx'), []);
  const status = page.locator('[data-search] [role="status"]');
  assert.match(await status.innerText(), /Nothing found for “qqzzxx”/);
  assert.deepEqual(await ask(page, '<img src=x onerror=alert(1)> \\ ( [ *'), []);
  assert.equal(await page.locator('[data-search] img').count(), 0);
});

test('a syllable that is still being composed is searched as it grows', async () => {
  const page = await home.visit('ko/index.html');
  await page.locator('[data-open-search]').click();
  const client = await page.context().newCDPSession(page);
  const values = [];
  for (const text of ['ㅅ', '소', '속', '소케', '소켓']) {
    await client.send('Input.imeSetComposition', {
      text, selectionStart: text.length, selectionEnd: text.length,
    });
    values.push(await page.locator('[data-search] input').inputValue());
  }
  await client.send('Input.insertText', { text: '소켓' });
  assert.deepEqual(values, ['ㅅ', '소', '속', '소케', '소켓']);
  assert.equal(await page.locator('[data-search] input').inputValue(), '소켓');
  await page.locator('[role="option"]').first().waitFor();
});
