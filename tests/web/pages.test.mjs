// Every page, as a reader finds it: whole, in its language, in both palettes, on any screen.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import {
  LANGUAGES, PALETTES, SITE, house, liveFigures, pagesOf, pageOf, pagesWithFigures, serve,
} from './house.mjs';

const home = house();

test('both languages have the same pages, and at least one has a figure', () => {
  const names = (language) => pagesOf(language).map((path) => path.slice(3));
  assert.deepEqual(names('en'), names('ko'));
  assert.ok(pagesWithFigures('en').length > 0);
  assert.deepEqual(
    pagesWithFigures('en').map((path) => path.slice(3)),
    pagesWithFigures('ko').map((path) => path.slice(3)),
  );
});

for (const language of LANGUAGES) {
  test(`every ${language} page opens under a sub-path, in its language, without an error`,
    async () => {
      for (const path of pagesOf(language)) {
        const page = await home.visit(path);
        assert.equal(await page.locator('html').getAttribute('lang'), language, path);
        assert.ok((await page.title()).length > 3, path);
        assert.equal(await page.locator('main').count(), 1, path);
        // What a figure or a program shows may be in any language (안녕 in a frame), and what says
        // in which it is.
        const text = await page.locator('main').evaluate((main) => {
          const prose = main.cloneNode(true);
          prose.querySelectorAll('.sw-figure, pre, code, [lang]').forEach((part) => part.remove());
          return prose.textContent;
        });
        assert.ok(text.length > 20, path);
        assert.equal(/[가-힣]/.test(text), language === 'ko', `${path}: the text's language`);
        await page.context().close();
      }
    });

  test(`no ${language} page scrolls sideways at 360 px, with its figures alive`, async () => {
    for (const path of pagesOf(language)) {
      const page = await home.visit(path, { viewport: { width: 360, height: 740 } });
      if (pagesWithFigures(language).includes(path)) await liveFigures(page);
      const [wide, room] = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return [scrollWidth, clientWidth];
      });
      assert.ok(wide <= room, `${path} is ${wide} px wide in ${room}`);
      await page.context().close();
    }
  });
}

/// Relative links and addresses in a page: `href` and `src`, without those of other sites.
function linksIn(html) {
  const found = [...html.matchAll(/\s(?:href|src)="([^"]*)"/g)].map((match) => match[1]);
  return found.filter((link) => link && !/^(?:https?|mailto|data):/.test(link));
}

test('every link inside the site leads to a file and to an id in it', () => {
  const idsOf = (html) => new Set([...html.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]));
  let count = 0;
  for (const path of ['index.html', ...LANGUAGES.flatMap(pagesOf)]) {
    for (const link of linksIn(readFileSync(join(SITE, path), 'utf8'))) {
      const [name, id] = link.replaceAll('&amp;', '&').split('#');
      const bare = name.split('?')[0];
      assert.ok(!bare.startsWith('/'), `${path}: ${link} breaks under a sub-path`);
      const target = bare === '' ? path : normalize(join(dirname(path), decodeURIComponent(bare)));
      const file = join(SITE, target);
      assert.ok(existsSync(file), `${path} links to ${link}`);
      if (id && file.endsWith('.html')) {
        const isThere = idsOf(readFileSync(file, 'utf8')).has(decodeURIComponent(id));
        assert.ok(isThere, `${path} links to ${link}`);
      }
      count += 1;
    }
  }
  assert.ok(count > 20, `only ${count} links were found`);
});

test('the palette follows the system, and the menu overrides it for good', async () => {
  const paper = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const path = pageOf('accept-key', 'en');
  const papers = {};
  for (const palette of PALETTES) {
    const page = await home.visit(path, { colorScheme: palette });
    papers[palette] = await paper(page);
  }
  assert.notEqual(papers.light, papers.dark);
  const page = await home.visit(path, { colorScheme: 'light' });
  await page.locator('summary:has(+ .menu-sheet [data-set-theme])').click();
  await page.locator('[data-set-theme="dark"]').click();
  assert.equal(await paper(page), papers.dark);
  await page.reload();
  assert.equal(await paper(page), papers.dark);
  assert.ok(await page.evaluate(() => document.documentElement.classList.contains('coal')));
});

test('a page that does not exist says so in both languages and leads back', async () => {
  for (const path of ['nothing.html', 'en/nothing.html', 'ko/deep/er/nothing.html']) {
    const page = await home.visit(path, { status: 404 });
    const text = await page.locator('main').innerText();
    assert.match(text, /no such page/);
    assert.match(text, /없는 페이지/);
    await page.locator('[data-page="ko/index.html"]').click();
    await page.waitForURL(`${home.url}ko/index.html`);
    // The missing page and what it probes for at each depth are errors by nature.
    page.context().seen.errors.length = 0;
  }
});

test('the policy of a page lets no request out, even one that a script asks for', async () => {
  const asked = [];
  const other = await serve({ prefix: '/' });
  const page = await home.visit(pageOf('accept-key', 'en'));
  page.context().on('requestfinished', (request) => asked.push(request.url()));
  const outcome = await page.evaluate(async (url) => {
    const image = new Promise((resolve) => {
      const picture = new Image();
      picture.addEventListener('load', () => resolve('loaded'));
      picture.addEventListener('error', () => resolve('refused'));
      picture.src = `${url}assets/none.svg`;
    });
    const fetched = await fetch(url, { mode: 'no-cors' }).then(() => 'loaded', () => 'refused');
    const script = document.createElement('script');
    script.textContent = 'globalThis.wasRun = true';
    document.head.append(script);
    return [fetched, await image, globalThis.wasRun === undefined ? 'refused' : 'run'];
  }, other.url);
  assert.deepEqual(outcome, ['refused', 'refused', 'refused']);
  assert.deepEqual(asked.filter((url) => url.startsWith(other.url)), []);
  const { errors, foreign } = page.context().seen;
  assert.equal(errors.filter((text) => /Content Security Policy/.test(text)).length, errors.length);
  // Chromium announces a request before its policy refuses it.
  assert.ok(foreign.every((url) => url.startsWith(other.url)), foreign.join());
  errors.length = 0;
  foreign.length = 0;
  await other.close();
});
