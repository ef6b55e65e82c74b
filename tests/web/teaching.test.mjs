// For who teaches: notes behind a switch, on screen and on paper, online and from a disk; the
// instructor's edition beside the public one; scenarios that open in place.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { given, serveFolder } from './chromium.mjs';
import {
  LANGUAGES, PORTABLE, SITE, house, launch, linkOf, pagesOf, violations,
} from './house.mjs';
import { unzip } from './zip.mjs';

const home = house();
const INSTRUCTOR = given('WORKBOOK_INSTRUCTOR');
const notes = (page) => page.locator('.sw-notes');

async function switchNotes(page) {
  await page.locator('[data-teaching-menu] summary').click();
  await page.locator('[data-set-teaching]').click();
}

for (const language of LANGUAGES) {
  test(`a switch shows the ${language} notes, and is remembered`, async () => {
    const page = await home.visit(`${language}/life.html`);
    assert.equal(await notes(page).count(), 0, 'nothing of them is in the page');
    await switchNotes(page);
    await notes(page).first().waitFor();
    assert.equal(await page.locator('#calls + .sw-notes').count(), 1, 'below its heading');
    assert.equal(await page.locator('h1 + .sw-notes--head').count(), 1);
    await page.goto(`${home.url}${language}/frames.html`);
    await notes(page).first().waitFor();
    await switchNotes(page);
    assert.equal(await notes(page).first().isVisible(), false);
    await page.reload();
    assert.equal(await notes(page).count(), 0);
  });

  test(`every ${language} chapter has notes whose minutes add up`, async () => {
    const context = await home.context();
    const page = await context.newPage();
    let seen = 0;
    for (const path of pagesOf(language)) {
      if (!readFileSync(join(SITE, path), 'utf8').includes(' data-notes="')) continue;
      await page.goto(`${home.url}${path}?teaching`);
      await notes(page).first().waitFor();
      const { rows, whole } = await page.evaluate(() => {
        const numbers = (selector) => [...document.querySelectorAll(selector)]
          .map((cell) => Number(cell.textContent));
        const [sum] = numbers('.sw-notes-minutes tfoot td');
        return { rows: numbers('.sw-notes-minutes tbody td:last-child'), whole: sum };
      });
      assert.equal(rows.reduce((sum, minutes) => sum + minutes, 0), whole, path);
      assert.equal(await page.locator('details.sw-notes').count(), rows.length, path);
      seen += 1;
    }
    assert.equal(seen, 17);
  });
}

test('a link of the notes opens the figure in the state that it names', async () => {
  const page = await home.visit('en/life.html?teaching');
  const link = page.locator('.sw-notes a[href*="f.time-machine-3=at:22"]').first();
  await link.click();
  const figure = page.locator('[data-name="time-machine-3"]');
  await figure.locator('.rec-step', { hasText: 'Step 22' }).waitFor();
  assert.equal(await figure.isVisible(), true);
});

test('notes are not on paper unless they are on, and never on slides', async () => {
  const page = await home.visit('en/life.html');
  await page.emulateMedia({ media: 'print' });
  assert.equal(await notes(page).count(), 0);
  await page.emulateMedia({ media: 'screen' });
  await switchNotes(page);
  await notes(page).first().waitFor();
  await page.emulateMedia({ media: 'print' });
  assert.equal(await notes(page).first().isVisible(), true);
  await page.emulateMedia({ media: 'screen' });
  await page.locator('h1').click();
  await page.keyboard.press('s');
  await page.waitForFunction(() => document.documentElement.dataset.slideKind);
  assert.equal(await notes(page).first().isVisible(), false);
});

test('notes are accessible, and no page is wider than a phone with them', async () => {
  const wide = await home.visit('ko/endings.html?teaching');
  await notes(wide).first().waitFor();
  assert.deepEqual(await violations(wide), []);
  const phone = await home.visit('ko/socket.html?teaching', {
    viewport: { width: 390, height: 844 },
  });
  await notes(phone).first().waitFor();
  const over = await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(over <= 0, `${over} px too wide`);
});

test('notes and slides work from a folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'workbook-teaching-'));
  const browser = await launch();
  try {
    unzip(PORTABLE, folder);
    const page = await browser.newPage();
    const file = pathToFileURL(join(folder, 'socket-workbook/en/ports.html')).href;
    await page.goto(`${file}?teaching`);
    await notes(page).first().waitFor();
    await page.keyboard.press('s');
    await page.waitForFunction(() => document.documentElement.dataset.slideKind);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
});

test('where the file of the notes is not there, the menu says so', async () => {
  const context = await home.context();
  await context.route('**/notes-life.js', (route) => route.fulfill({ status: 404 }));
  const page = await context.newPage();
  await page.goto(`${home.url}en/life.html`);
  await switchNotes(page);
  await page.locator('[data-teaching-status]:not([hidden])').waitFor({ state: 'attached' });
  assert.equal(await page.locator('[data-set-teaching]').getAttribute('aria-pressed'), 'false');
  home.seen.splice(0); // the browser reports the file itself
});

/// An exercise that has a solution.
const EXERCISE = / data-kind="(program|figure)" data-name="([^"]*)"/g;

/// All that a folder's pages and scripts of a language hold.
const textsOf = (site, language) => readdirSync(join(site, language))
  .filter((name) => /\.(?:html|js)$/.test(name))
  .map((name) => [name, readFileSync(join(site, language, name), 'utf8')]);

test('the public edition holds no solution; each page of the instructor’s says whose it is', () => {
  for (const language of LANGUAGES) {
    for (const [name, text] of textsOf(SITE, language)) {
      assert.ok(!text.includes('sw-solution'), `${language}/${name} holds a solution`);
      assert.ok(!text.includes('data-edition'), `${language}/${name}`);
    }
    const theirs = textsOf(INSTRUCTOR, language).filter(([, text]) => text.includes('<main'));
    for (const [name, text] of theirs) {
      assert.ok(text.includes('<p class="edition"'), `${language}/${name}`);
    }
  }
});

test('behind every exercise of the instructor’s edition stand its solutions', () => {
  const exercises = (site) => textsOf(site, 'en').filter(([name]) => name !== 'print.html')
    .flatMap(([name, text]) =>
      [...text.matchAll(EXERCISE)].map(([, , exercise]) => [name, exercise, text]));
  for (const [name, exercise, text] of exercises(INSTRUCTOR)) {
    assert.ok(text.includes(`data-solution="${exercise}"`), `${name}: ${exercise}`);
    const from = text.indexOf(`data-solution="${exercise}"`);
    assert.ok(text.slice(from, text.indexOf('</section>', from)).includes('data-wrong='), exercise);
  }
});

test('the instructor’s pages show notes and answers, and one switch hides both', async () => {
  const server = await serveFolder({ folder: INSTRUCTOR });
  try {
    const context = await home.browser.newContext({ serviceWorkers: 'block' });
    const page = await context.newPage();
    await page.goto(`${server.url}en/life.html`);
    const answers = page.locator('.sw-answers');
    assert.equal(await notes(page).first().isVisible(), true);
    assert.equal(await answers.isVisible(), true);
    await switchNotes(page);
    assert.equal(await notes(page).first().isVisible(), false);
    assert.equal(await answers.isVisible(), false);
    assert.equal(await page.locator('.edition').isVisible(), true);
    await context.close();
  } finally {
    await server.close();
  }
});

for (const language of LANGUAGES) {
  test(`every ${language} scenario opens in place, with a link of its own`, async () => {
    const page = await home.visit(`${language}/scenarios.html`);
    const figures = page.locator('[data-figure-on-demand]');
    assert.equal(await figures.count(), 8);
    const loaded = await page.evaluate(() => performance.getEntriesByType('resource')
      .some(({ name }) => name.includes('.wasm')));
    assert.equal(loaded, false, 'nothing is loaded before');
    for (let at = 0; at < 8; at += 1) {
      await figures.nth(at).locator('[data-open-figure]').click();
      await figures.nth(at).locator('[data-do="step next"]').click();
    }
    const link = await linkOf(page);
    assert.match(decodeURIComponent(link), /f\.life-time-machine-3=at:1/);
    await page.goto(link);
    await page.locator('[data-name="endings-time-machine-4"][data-live] .rec-step').waitFor();
  });
}
