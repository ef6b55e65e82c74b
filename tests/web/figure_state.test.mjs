// A figure's state: in the link, restored exactly, safe from rubbish, reset, carried along.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LANGUAGES, house, linkOf, liveFigure, liveFigures, pageOf } from './house.mjs';

const home = house();
const PAIR = 'x3JJHMbDL1EzLkh9GBhXDw==';
const NAME = 'accept-key';

const pathOf = (language) => pageOf('accept-key', language);
const panels = (figure) => figure.locator('[data-panels]').first().evaluate((e) => e.innerHTML);
const RUBBISH = [
  'rubbish', '%', '%FF%FE', ';;;', 'key', 'weather:fine', 'step:99', 'selected:digest+999',
  '%3Cimg+src%3Dx%3E', 'mistakes:all', 'key:'.padEnd(9000, 'x'), '한글',
];
const press = (figure, action) => figure.locator(`[data-do="${action}"]:visible`).first().click();

/// A figure in a state far from its first one: key, mistake, selected byte.
async function changed(page) {
  const figure = await liveFigure(page, NAME);
  await figure.locator('[data-input="key"]').fill(PAIR);
  await press(figure, 'mistake no-guid');
  await figure.locator('[data-do="select digest 3"]:visible').first().click();
  return figure;
}

async function copiedLink(page, figure) {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await press(figure, 'copy-link');
  await page.waitForFunction(async () => (await navigator.clipboard.readText()).includes('f.'));
  return page.evaluate(() => navigator.clipboard.readText());
}

for (const language of LANGUAGES) {
  test(`a copied ${language} link restores exactly what was seen`, async () => {
    const page = await home.visit(`${pathOf(language)}#main`);
    const first = await panels(await liveFigure(page, NAME));
    const figure = await changed(page);
    const seen = await panels(figure);
    assert.notEqual(seen, first);
    const link = await copiedLink(page, figure);
    assert.ok(link.startsWith(home.url + pathOf(language)), link);
    assert.equal(new URL(link).hash, '#main', 'the fragment stays the heading’s');
    assert.deepEqual([...new URL(link).searchParams.keys()], [`f.${NAME}`]);

    const other = await (await home.context()).newPage();
    await other.goto(link);
    assert.equal(await panels(await liveFigure(other, NAME)), seen);
    const key = (await liveFigure(other, NAME)).locator('[data-input="key"]');
    assert.equal(await key.inputValue(), PAIR);
  });

  test(`rubbish in the ${language} query gives the first state and a notice`, async () => {
    const first = await panels(await liveFigure(await home.visit(pathOf(language)), NAME));
    // Each language takes every other one: the reading is the same, the notice is not.
    const turn = LANGUAGES.indexOf(language);
    for (const rubbish of RUBBISH.filter((_, at) => at % LANGUAGES.length === turn)) {
      const page = await home.visit(`${pathOf(language)}?f.${NAME}=${rubbish}`);
      const figure = await liveFigure(page, NAME);
      const notice = figure.locator('.sw-notice');
      assert.equal(await notice.count(), 1, rubbish.slice(0, 40));
      assert.equal(await notice.getAttribute('role'), 'status');
      assert.ok((await notice.innerText()).length > 20);
      assert.equal(await figure.locator('img').count(), 0);
      await press(figure, 'dismiss');
      assert.equal(await panels(figure), first, rubbish.slice(0, 40));
      await page.context().close();
    }
  });
}

test('a figure with no state in the query shows no notice, and other queries are left alone',
  async () => {
    const page = await home.visit(`${pathOf('en')}?q=1&f.other=2`);
    const figure = await liveFigure(page, NAME);
    assert.equal(await figure.locator('.sw-notice').count(), 0);
    await press(figure, 'mistake no-guid');
    const link = new URL(await copiedLink(page, figure));
    assert.equal(link.searchParams.get('q'), '1');
  });

test('reset gives the first state back, says so, and cleans the address', async () => {
  const page = await home.visit(pathOf('en'));
  const first = await panels(await liveFigure(page, NAME));
  const figure = await changed(page);
  assert.notEqual(await panels(figure), first);
  await press(figure, 'reset');
  assert.equal(await panels(figure), first);
  await page.waitForFunction(() => !location.search.includes('f.'));
  const spoken = page.locator('[aria-live], [role="status"]');
  assert.match((await spoken.allInnerTexts()).join(' '), /back in its first state/);
});

test('the state goes with the reader into the other language', async () => {
  const page = await home.visit(pathOf('en'));
  await changed(page);
  await page.waitForFunction(() => location.search.includes('digest'));
  await page.locator('[data-language="ko"]').click();
  await page.waitForURL(/\/ko\//);
  const figure = await liveFigure(page, NAME);
  assert.equal(await figure.locator('[data-input="key"]').inputValue(), PAIR);
  assert.match(await figure.innerText(), /[가-힣]/);
  assert.equal(await figure.locator('.sw-notice').count(), 0);
});

test('a reload keeps the state, and the way back leads to the page before', async () => {
  const page = await home.visit('en/index.html');
  await page.goto(home.url + pathOf('en'));
  const seen = await panels(await changed(page));
  // The address follows a moment later; its last part is the byte that was chosen last.
  await page.waitForFunction(() => location.search.includes('digest'));
  await page.reload();
  assert.equal(await panels(await liveFigure(page, NAME)), seen);
  await page.goBack();
  assert.equal(page.url(), `${home.url}en/index.html`);
});

test('two figures of one page keep apart, and one link carries both', async () => {
  const page = await home.visit(pathOf('en'));
  await liveFigures(page);
  const figures = page.locator('[data-figure="accept-key"]');
  const names = await figures.evaluateAll((all) => all.map((figure) => figure.dataset.name));
  assert.ok(names.length >= 2, 'the chapter has two figures');
  assert.equal(new Set(names).size, names.length, names.join());
  const untouched = await panels(figures.nth(1));
  await press(figures.nth(0), 'pair');
  assert.equal(await panels(figures.nth(1)), untouched);
  await press(figures.nth(1), 'random');
  const seen = [await panels(figures.nth(0)), await panels(figures.nth(1))];
  const link = await linkOf(page);
  const other = await (await home.context()).newPage();
  await other.goto(link);
  await liveFigure(other);
  const restored = other.locator('[data-figure="accept-key"]');
  assert.deepEqual([await panels(restored.nth(0)), await panels(restored.nth(1))], seen);
});
