// What pages ask for, compressed as hosts compress: on a first visit with an empty cache, and on a
// visit behind others, when what they loaded is there.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { SITE, launch, liveFigure, pagesOf, pagesWithFigures, serve } from './house.mjs';

const LEVEL = 9;

/// Which budget a file counts for: the page's own, that of its figures, or that of the facts which
/// a figure asks for once it lives.
function budgetOf(url) {
  if (/\/data-/.test(url)) return 'data';
  return /\/(?:figures|words)[-_.]/.test(url) ? 'figures' : 'page';
}

/// The chapters of a language in the order in which they are read.
export function chapters(language) {
  const contents = readFileSync(join(SITE, language, 'index.html'), 'utf8');
  const place = (path) => contents.indexOf(`"${path.slice(language.length + 1)}"`);
  const paths = pagesOf(language).filter((path) => !path.endsWith('/print.html'));
  return paths.sort((one, other) => place(one) - place(other));
}

/// For each page: bytes of HTML, CSS and JS together, of the figures, of data, and every file.
export async function firstLoads(paths) {
  const server = await serve();
  const browser = await launch();
  const loads = [];
  for (const path of paths) {
    const context = await browser.newContext({ serviceWorkers: 'block' });
    const page = await context.newPage();
    const answers = [];
    page.on('response', (response) => answers.push(response));
    await page.goto(server.url + path);
    if (pagesWithFigures(path.slice(0, 2)).includes(path)) await liveFigure(page);
    await page.waitForLoadState('networkidle');
    const load = { path, page: 0, figures: 0, data: 0, files: [] };
    for (const response of answers) {
      if (response.status() !== 200) continue;
      const size = gzipSync(await response.body(), { level: LEVEL }).length;
      const budget = budgetOf(response.url());
      load[budget] += size;
      load.files.push({ url: response.url().slice(server.url.length), size, budget });
    }
    loads.push(load);
    await context.close();
  }
  await browser.close();
  await server.close();
  return loads;
}

/// The figures' bytes of each page that no page before had loaded, in this order; and of all.
export function furtherLoads(loads) {
  const kept = new Map();
  const further = loads.map(({ files }) => {
    const fresh = files.filter(({ url, budget }) => budget === 'figures' && !kept.has(url));
    for (const { url, size } of fresh) kept.set(url, size);
    return sum(fresh.map(({ size }) => size));
  });
  return { further, whole: sum([...kept.values()]) };
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
