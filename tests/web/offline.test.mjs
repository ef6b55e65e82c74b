// After the first visit the book is read without a network: the server is really gone.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { seedPages } from './chance.mjs';
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

async function host(t, options) {
  const server = await serve(options);
  t.after(() => server.close());
  return server;
}

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'workbook-offline-'));
});

after(() => rmSync(folder, { recursive: true, force: true }));

/// The names of the caches that the site keeps.
const caches = (page) => page.evaluate(() => globalThis.caches.keys());

/// Waits until a worker is active and the page's language is kept.
async function kept(page, paths) {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.waitForFunction(async (urls) => {
    const found = await Promise.all(urls.map((url) => globalThis.caches.match(url)));
    return found.every(Boolean);
  }, paths.map((path) => new URL(path, page.url().replace(/(en|ko)\/.*$/, '')).href));
}

test('a fresh tab reads every page of the language, figures and search, with the server gone',
  async (t) => {
    const server = await host(t);
    const context = await open(t, 'reader');
    const page = await context.newPage();
    await page.goto(`${server.url}ko/index.html`);
    await kept(page, pagesOf('ko'));
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
    const version = old.replace('workbook-', '');
    assert.ok(script.includes(version), 'the cache is named after the version');
    writeFileSync(worker, script.replaceAll(version, 'fedcba9876543210'));

    // Online, the new page is read at once; the worker follows when no tab holds the old one.
    await first.reload();
    assert.ok(await first.getByText('SecondEdition').isVisible());
    await first.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      await registration.update();
    });
    await first.waitForFunction(async () =>
      (await globalThis.caches.keys()).includes('workbook-fedcba9876543210'));
    await first.close();
    const second = await context.newPage();
    await second.goto(`${server.url}en/index.html`);
    await second.waitForFunction(async () => {
      const names = await globalThis.caches.keys();
      return names.length === 1 && names[0] === 'workbook-fedcba9876543210';
    });
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
