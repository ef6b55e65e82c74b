// After the first visit the book is read without a network: the server is really gone.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { seedPages } from './chance.mjs';
import { serveFolder } from './chromium.mjs';
import {
  LANGUAGES, PREFIX, SITE, launchProfile, liveFigure, pagesOf, pageOf, serve,
} from './house.mjs';

const PATIENCE_MS = 20_000;
let folder;

/// A browser with its own profile, closed at the end of the test however it ends.
async function open(t, profile) {
  const context = await launchProfile(join(folder, profile));
  context.setDefaultTimeout(PATIENCE_MS);
  await seedPages(context);
  t.after(() => context.close());
  return context;
}

async function host(t, options, start = serve) {
  const server = await start(options);
  t.after(() => server.close());
  return server;
}

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'workbook-offline-'));
});

after(() => rmSync(folder, { recursive: true, force: true }));

/// Waits until this is so in the page. It may be a promise, which waitForFunction takes for a yes.
async function until(page, isSo, argument) {
  const end = Date.now() + PATIENCE_MS;
  while (!await page.evaluate(isSo, argument)) {
    assert.ok(Date.now() < end, `not within ${PATIENCE_MS} ms: ${isSo}`);
    await page.waitForTimeout(50);
  }
}

/// The names of the caches that the site keeps.
const caches = (page) => page.evaluate(() => globalThis.caches.keys());

/// The address of the site that a page is of.
const siteOf = (page) => page.url().replace(/(en|ko)\/.*$/, '');

/// Waits until a worker is active and these paths of the site are kept.
async function kept(page, paths) {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await until(page, async (urls) => {
    const found = await Promise.all(urls.map((url) => globalThis.caches.match(url)));
    return found.every(Boolean);
  }, paths.map((path) => new URL(path, siteOf(page)).href));
}

/// The paths of the site that are kept, sorted.
async function pathsKept(page) {
  const urls = await page.evaluate(async () => {
    const names = await globalThis.caches.keys();
    const opened = await Promise.all(names.map((name) => globalThis.caches.open(name)));
    const requests = await Promise.all(opened.map((cache) => cache.keys()));
    return requests.flat().map((request) => request.url);
  });
  const site = siteOf(page);
  return urls.map((url) => url.slice(site.length)).sort();
}

const assets = readdirSync(join(SITE, 'assets')).map((name) => `assets/${name}`).sort();

/// The assets that a page names itself, without running anything.
function assetsNamedBy(page) {
  const text = readFileSync(join(SITE, page), 'utf8');
  return assets.filter((path) => text.includes(path));
}

/// A browser that never finds the time for what can wait.
const neverIdle = () => {
  globalThis.requestIdleCallback = () => 0;
};

test('a fresh tab reads every page of the language, figures and search, with the server gone',
  async (t) => {
    const server = await host(t);
    const context = await open(t, 'reader');
    const page = await context.newPage();
    await page.goto(`${server.url}ko/index.html`);
    const korean = assets.filter((path) => !/\.en\.|\/(data|runtime)-/.test(path));
    await kept(page, [...pagesOf('ko'), ...korean]);
    await page.close();
    await server.close();

    await assert.rejects(fetch(server.url), 'the server is gone');
    const tab = await context.newPage();
    for (const path of pagesOf('ko')) {
      const response = await tab.goto(server.url + path);
      assert.equal(response.status(), 200, path);
      assert.ok(response.fromServiceWorker(), path);
    }
    const withFigure = pageOf('accept-key', 'ko');
    await tab.goto(server.url + withFigure);
    const figure = await liveFigure(tab, 'accept-key');
    await figure.locator('[data-input="key"]').fill('x3JJHMbDL1EzLkh9GBhXDw==');
    await figure.getByText('HSmrc0sMlYUkAGmm5OPpG2HaGWk=').first().waitFor();
    await tab.locator('[data-open-search]').click();
    await tab.locator('[data-search] input').fill('SHA-1');
    await tab.locator('[role="option"]').first().waitFor();

    // The folder's own address and the front door are kept as well.
    await tab.goto(`${server.url}ko/`);
    assert.equal(await tab.locator('html').getAttribute('lang'), 'ko');
    await tab.goto(server.url);
    await tab.waitForURL(/\/(en|ko)\/index\.html$/);
    await context.close();

    // A browser that was closed in between knows it too.
    const again = await open(t, 'reader');
    const late = await again.newPage();
    assert.equal((await late.goto(`${server.url}ko/index.html`)).status(), 200);
  });

test('what every page needs is kept at once, a chapter as it is read, the rest in idle time',
  async (t) => {
    const server = await host(t);
    const context = await open(t, 'tiers');
    const page = await context.newPage();
    await page.addInitScript(neverIdle);
    await page.goto(`${server.url}en/index.html`);
    const roots = ['index.html', '404.html'];
    const named = [...roots, 'en/index.html', 'ko/index.html'].flatMap(assetsNamedBy);
    const shell = [...roots, 'en/index.html', ...new Set(named)].sort();
    await kept(page, shell);
    await until(page, () => navigator.serviceWorker.controller !== null);
    assert.deepEqual(await pathsKept(page), shell);

    // A chapter is read, and what its figure needs is kept with it: the programs that it loads,
    // and nothing of the other language.
    const chapter = pageOf('accept-key', 'en');
    const loaded = new Set();
    page.on('response', (response) => loaded.add(response.url().slice(server.url.length)));
    await page.goto(server.url + chapter);
    await liveFigure(page, 'accept-key');
    await page.waitForLoadState('networkidle');
    const used = assets.filter((path) => loaded.has(path));
    assert.ok(used.some((path) => path.endsWith('.wasm')), used.join(' '));
    await kept(page, [chapter, ...used]);
    assert.deepEqual(await pathsKept(page), [...new Set([...shell, chapter, ...used])].sort());
    assert.ok(!used.some((path) => path.includes('.ko.')), used.join(' '));

    // A browser with time to spare keeps the rest of the language, but no data that nobody used.
    const idle = await context.newPage();
    await idle.goto(`${server.url}en/index.html`);
    const data = assets.filter((path) => /^assets\/(data|runtime)-/.test(path));
    assert.ok(data.length > 0);
    const english = assets.filter((path) => !path.includes('.ko.') && !data.includes(path));
    await kept(idle, [...pagesOf('en'), ...english]);
    const all = await pathsKept(idle);
    assert.deepEqual(all.filter((path) => /^ko\/|\.ko\.|\/data-/.test(path)), []);
    // On first use, they are kept as well.
    await idle.evaluate((url) => fetch(url).then((response) => response.text()),
      server.url + data[0]);
    await kept(idle, [data[0]]);
  });

test('who saves data keeps what they read, and no more', async (t) => {
  const server = await host(t);
  const context = await open(t, 'saver');
  const page = await context.newPage();
  let asked = 0;
  await page.exposeFunction('askedForIdleTime', () => { asked += 1; });
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
    globalThis.requestIdleCallback = () => globalThis.askedForIdleTime();
  });
  await page.goto(`${server.url}en/index.html`);
  await kept(page, ['en/index.html']);
  await page.goto(server.url + pageOf('accept-key', 'en'));
  await kept(page, [pageOf('accept-key', 'en')]);
  assert.equal(asked, 0);
});

test('books under other paths of an origin leave each other’s caches alone', async (t) => {
  const books = join(folder, 'books');
  for (const path of ['one', 'other', 'one/nested']) {
    cpSync(SITE, join(books, path), { recursive: true });
  }
  const server = await host(t, { folder: books, prefix: '/' }, serveFolder);
  const context = await open(t, 'books');
  const page = await context.newPage();
  const chapter = pageOf('accept-key', 'en');
  // The nested one first meets the worker of the book around it.
  for (const path of ['one', 'one/nested', 'other']) {
    await page.goto(`${server.url}${path}/en/index.html`);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await until(page, async (prefix) => {
      const names = await globalThis.caches.keys();
      return names.some((name) => name.startsWith(prefix));
    }, `workbook /${path}/ `);
    await kept(page, pagesOf('en'));
  }
  const names = await caches(page);
  assert.deepEqual(names.map((name) => name.split(' ')[1]).sort(),
    ['/one/', '/one/nested/', '/other/']);
  const one = names.find((name) => name.startsWith('workbook /one/ '));
  const paths = await page.evaluate(async (name) => {
    const requests = await (await globalThis.caches.open(name)).keys();
    return requests.map((request) => new URL(request.url).pathname);
  }, one);
  assert.deepEqual(paths.filter((path) => path.startsWith('/one/nested/')), []);

  // A new version of one book leaves the others' caches alone.
  const worker = join(books, 'one/sw.js');
  const version = one.split(' ').at(-1);
  writeFileSync(worker, readFileSync(worker, 'utf8').replaceAll(version, 'fedcba9876543210'));
  await page.goto(`${server.url}one/en/index.html`);
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  await until(page, async () =>
    (await globalThis.caches.keys()).includes('workbook /one/ fedcba9876543210'));
  await page.goto(`${server.url}other/en/index.html`);
  await until(page, async (old) =>
    !(await globalThis.caches.keys()).includes(old), one);
  assert.deepEqual((await caches(page)).sort(), [
    'workbook /one/ fedcba9876543210', ...names.filter((name) => name !== one),
  ].sort());
  await server.close();
  const tab = await context.newPage();
  for (const path of ['one', 'one/nested', 'other']) {
    const response = await tab.goto(`${server.url}${path}/${chapter}`);
    assert.equal(response.status(), 200, path);
    await liveFigure(tab, 'accept-key');
  }
});

test('the other language is kept from its first page on', async (t) => {
  const server = await host(t);
  const context = await open(t, 'both');
  const page = await context.newPage();
  for (const language of LANGUAGES) {
    await page.goto(`${server.url}${language}/index.html`);
    await kept(page, pagesOf(language));
  }
  await server.close();
  const tab = await context.newPage();
  for (const path of LANGUAGES.flatMap(pagesOf)) {
    assert.equal((await tab.goto(server.url + path)).status(), 200, path);
  }
});

test('a new version takes the place of the old one, whole, and nothing of the old stays',
  async (t) => {
    const site = join(folder, 'site');
    cpSync(SITE, site, { recursive: true });
    const server = await host(t, { folder: site });
    const context = await open(t, 'update');
    const first = await context.newPage();
    await first.goto(`${server.url}en/index.html`);
    await kept(first, pagesOf('en'));
    const [old] = await caches(first);

    const index = join(site, 'en/index.html');
    const page = readFileSync(index, 'utf8');
    writeFileSync(index, page.replace('</main>', '<p>SecondEdition</p></main>'));
    const worker = join(site, 'sw.js');
    const script = readFileSync(worker, 'utf8');
    const version = old.split(' ').at(-1);
    assert.ok(script.includes(version), 'the cache is named after the version');
    writeFileSync(worker, script.replaceAll(version, 'fedcba9876543210'));

    // Online, the new page is read at once; the worker follows when no tab holds the old one.
    await first.reload();
    assert.ok(await first.getByText('SecondEdition').isVisible());
    await first.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      await registration.update();
    });
    await until(first, async () =>
      (await navigator.serviceWorker.getRegistration()).waiting !== null);
    await first.close();
    // The new worker begins once no page of the old one is open; a page that was too early is
    // left and entered again.
    const second = await context.newPage();
    const end = Date.now() + PATIENCE_MS;
    for (let names = []; names.length !== 1 || !names[0].endsWith(' fedcba9876543210');) {
      assert.ok(Date.now() < end, `there are still ${names}`);
      await second.goto('about:blank');
      await second.waitForTimeout(100);
      await second.goto(`${server.url}en/index.html`);
      names = await caches(second);
    }
    await server.close();
    const third = await context.newPage();
    for (const path of pagesOf('en')) {
      assert.equal((await third.goto(server.url + path)).status(), 200, path);
    }
    await third.goto(`${server.url}en/index.html`);
    assert.ok(await third.getByText('SecondEdition').isVisible());
  });

test('the worker answers for its own folder alone', async (t) => {
  const server = await host(t);
  const context = await open(t, 'scope');
  const page = await context.newPage();
  await page.goto(`${server.url}en/index.html`);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const scopes = await page.evaluate(async () =>
    (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope));
  assert.deepEqual(scopes.map((scope) => new URL(scope).pathname), [PREFIX]);
});
