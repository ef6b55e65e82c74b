// What every browser test stands on: the built site on a small server under a sub-path, one
// Chromium, and pages that remember each error and each request that left the site.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, afterEach, before } from 'node:test';
import { seedPages } from './chance.mjs';
import { given, launch, serveFolder } from './chromium.mjs';

export { launch, launchProfile } from './chromium.mjs';

export const LANGUAGES = ['en', 'ko'];
export const PALETTES = ['light', 'dark'];
export const PREFIX = '/some/path/';
export const SITE = given('WORKBOOK_SITE');
export const PORTABLE = given('WORKBOOK_PORTABLE');

/// How long a test waits for what must come at once, on a busy machine.
const PATIENCE_MS = 15_000;

/// The site as a static host would serve it.
export function serve(options = {}) {
  return serveFolder({ folder: SITE, prefix: PREFIX, ...options });
}

/// Notes every error in a page's console and every request to somewhere else.
export function record(context, origin) {
  const seen = { errors: [], foreign: [] };
  context.on('console', (message) => {
    if (message.type() === 'error') seen.errors.push(message.text());
  });
  context.on('weberror', (error) => seen.errors.push(String(error.error())));
  context.on('request', (request) => {
    const url = request.url();
    const isOurs = url.startsWith(origin) || /^(?:data|blob):/.test(url);
    if (!isOurs) seen.foreign.push(url);
  });
  return seen;
}

/// Registers a server and a browser for all tests of a file. After each test every page it
/// visited must have stayed free of errors, and must have asked no one but this server.
export function house() {
  const house = { seen: [], contexts: [] };
  before(async () => {
    house.server = await serve();
    house.browser = await launch();
    house.url = house.server.url;
  });
  after(async () => {
    await house.browser?.close();
    await house.server?.close();
  });
  afterEach(async () => {
    await Promise.all(house.contexts.splice(0).map((context) => context.close()));
    for (const { errors, foreign } of house.seen.splice(0)) {
      assert.deepEqual(errors, [], 'errors in the console');
      assert.deepEqual(foreign, [], 'requests to another origin');
    }
  });
  /// A fresh profile, with its record.
  house.context = async (options = {}) => {
    const context = await house.browser.newContext({ serviceWorkers: 'block', ...options });
    context.setDefaultTimeout(PATIENCE_MS);
    await seedPages(context);
    const seen = record(context, new URL(house.url).origin);
    house.contexts.push(context);
    house.seen.push(seen);
    return Object.assign(context, { seen });
  };
  /// A page of the site in a fresh profile.
  house.visit = async (path, options = {}) => {
    const context = await house.context(options);
    const page = await context.newPage();
    const response = await page.goto(house.url + path);
    assert.equal(response.status(), options.status ?? 200, path);
    return page;
  };
  return house;
}

/// The pages of a language, as paths inside the site: `en/index.html`.
export function pagesOf(language) {
  const names = readdirSync(join(SITE, language)).filter((name) => name.endsWith('.html'));
  return names.filter((name) => !isRedirect(join(SITE, language, name)))
    .map((name) => `${language}/${name}`).sort();
}

function isRedirect(file) {
  return /http-equiv="refresh"/i.test(readFileSync(file, 'utf8'));
}

/// The pages of a language that hold a figure, or the one named, chapters before their exercises;
/// the whole book on one page keeps its prints.
export function pagesWithFigures(language, name = '') {
  const isPrint = (path) => path.endsWith('/print.html');
  const sign = name ? `data-figure="${name}"` : 'data-figure=';
  const holdsFigure = (path) => readFileSync(join(SITE, path), 'utf8').includes(sign);
  const found = pagesOf(language).filter((path) => !isPrint(path) && holdsFigure(path));
  const isExercises = (path) => path.endsWith('-exercises.html');
  return [...found.filter((path) => !isExercises(path)), ...found.filter(isExercises)];
}

/// The first page of a language that holds this figure.
export function pageOf(figure, language) {
  const holds = (path) =>
    readFileSync(join(SITE, path), 'utf8').includes(`data-figure="${figure}"`);
  const found = pagesWithFigures(language).find(holds);
  assert.ok(found, `no page of ${language} holds the figure ${figure}`);
  return found;
}

/// The first figure of a kind whose script holds `script`: its page, and its name there.
export function placeOf(kind, language, script = '') {
  for (const path of pagesWithFigures(language, kind)) {
    const tags = readFileSync(join(SITE, path), 'utf8').match(/<figure [^>]*>/g);
    const tag = tags.find((it) => it.includes(`data-figure="${kind}"`) && it.includes(script));
    if (tag) return { path, name: /data-name="([^"]*)"/.exec(tag)[1] };
  }
  throw new Error(`no ${kind} of ${language} holds “${script}” in its script`);
}

/// Opens a figure that shows the answer to a question: it waits for that, or for its own button.
export async function uncover(figure) {
  const cover = figure.locator('[data-uncover]');
  if (await cover.isVisible()) await cover.click();
  return figure;
}

/// Waits until every figure of the page lives, and opens those that wait for an answer.
export async function liveFigures(page) {
  await liveFigure(page);
  await page.evaluate(() => {
    for (const cover of document.querySelectorAll('[data-uncover]')) cover.click();
    document.activeElement.blur();
  });
  const covered = page.locator('[data-after]:not([data-open])');
  assert.equal(await covered.count(), 0, 'every figure is open');
}

/// Waits until every figure of the page lives and has the files it asked for, and gives back the
/// first, or the one of this name, open.
export async function liveFigure(page, name) {
  await page.locator('[data-figure]').first().scrollIntoViewIfNeeded();
  await page.waitForFunction(() => {
    const figures = [...document.querySelectorAll('[data-figure]')];
    return figures.length > 0
      && figures.every((figure) => figure.querySelector('[data-toolbar] button'))
      && !figures.some((figure) => figure.hasAttribute('data-fetching'));
  });
  return uncover(page.locator(name ? `[data-name="${name}"]` : '[data-figure]').first());
}

/// The page's address once the figures have written all they say into it.
export async function linkOf(page) {
  await page.waitForFunction(() => document.querySelector('[data-link-pending]') === null);
  return page.evaluate(() => location.href);
}

const RULES = {
  all: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] },
  /// Those that look at colours: all that another palette changes.
  colours: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
};

/// Asks axe about the page as it is now; an empty list is what a test wants.
export async function violations(page, rules = 'all') {
  const isThere = await page.evaluate(() => 'axe' in globalThis);
  const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
  if (!isThere) await page.evaluate(readFileSync(axe, 'utf8'));
  return page.evaluate(async (runOnly) => {
    const { violations } = await globalThis.axe.run(document, { runOnly });
    return violations.map(({ id, help, nodes }) => {
      const places = nodes.slice(0, 3).map((node) => node.target.join(' '));
      return `${id} (${help}): ${nodes.length} times, at ${places.join(' | ')}`;
    });
  }, RULES[rules]);
}
