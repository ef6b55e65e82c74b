// What a page asks for on a first visit with an empty cache, compressed as hosts compress.
import { gzipSync } from 'node:zlib';
import { launch, liveFigure, pagesWithFigures, serve } from './house.mjs';

const LEVEL = 9;

/// Which of the two budgets a file counts for: the page's own, or that of its figures.
function budgetOf(url) {
  return /\/(?:figures|words)[-_.]/.test(url) ? 'figures' : 'page';
}

/// For each page: bytes of HTML, CSS and JS together, bytes of the figures, and every file.
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
    const load = { path, page: 0, figures: 0, files: [] };
    for (const response of answers) {
      if (response.status() !== 200) continue;
      const size = gzipSync(await response.body(), { level: LEVEL }).length;
      load[budgetOf(response.url())] += size;
      load.files.push({ url: response.url().slice(server.url.length), size });
    }
    loads.push(load);
    await context.close();
  }
  await browser.close();
  await server.close();
  return loads;
}
