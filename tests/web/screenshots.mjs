// Takes the README's pictures: `cargo xtask screenshots` runs it with the folder to write to.
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PREFIX, launch, liveFigure, pageOf, serve } from './house.mjs';

const BYTES_MAX = 400_000;

const PICTURES = [
  { name: 'machine-en-light', figure: 'time-machine', language: 'en', palette: 'light', steps: 16 },
  {
    name: 'anatomy-ko-dark', figure: 'frame-anatomy', language: 'ko', palette: 'dark',
    presses: ['select bit 8'],
  },
  { name: 'race-en-dark', figure: 'race', language: 'en', palette: 'dark' },
  {
    name: 'proxy-ko-light', figure: 'poisoned-proxy', language: 'ko', palette: 'light',
    steps: 7, block: 'end',
  },
  {
    name: 'figure-ko-dark', language: 'ko', palette: 'dark',
    presses: ['mistake hex-digest', 'select accept 4'], block: 'end',
  },
  {
    name: 'meter-en-light', figure: 'overhead-meter', language: 'en', palette: 'light',
    block: 'end',
  },
  {
    name: 'close-ko-dark', figure: 'close-ends', language: 'ko', palette: 'dark', block: 'end',
    presses: ['case data', 'closer both'],
  },
  { name: 'phone-ko-light', language: 'ko', palette: 'light', width: 390, height: 844 },
  {
    name: 'projector-en-light', language: 'en', palette: 'light', width: 1280, height: 720,
    presses: ['projector', 'select digest 3'],
  },
];

/// Goes so many steps forward, past the questions on the way.
async function walk(figure, steps) {
  const question = figure.locator('[data-do="reveal"], [data-do="show-me"]').first();
  for (let step = 0; step < steps; step += 1) {
    if (await question.isVisible()) await question.click();
    await figure.locator('input[type="range"]').first().press('ArrowRight');
  }
}

const folder = process.argv[2];
if (!folder) throw new Error('name the folder to write to: cargo xtask screenshots does');
mkdirSync(folder, { recursive: true });

const server = await serve({ prefix: PREFIX });
const browser = await launch();
for (const picture of PICTURES) {
  const { name, figure: kind = 'accept-key', language, palette } = picture;
  const { width = 1280, height = 900, presses = [], steps = 0, block = 'start' } = picture;
  const context = await browser.newContext({
    viewport: { width, height }, colorScheme: palette, reducedMotion: 'reduce',
    serviceWorkers: 'block',
  });
  const page = await context.newPage();
  await page.goto(server.url + pageOf(kind, language));
  const figure = await liveFigure(page, kind);
  for (const action of presses) await figure.locator(`[data-do="${action}"]`).first().click();
  await walk(figure, steps);
  await page.mouse.move(0, 0);
  if (!presses.includes('projector')) {
    await figure.evaluate((element, side) => element.scrollIntoView({ block: side }), block);
  }
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path });
  const { size } = statSync(path);
  if (size > BYTES_MAX) throw new Error(`${path} has ${size} bytes: more than ${BYTES_MAX}`);
  console.log(`${path}: ${Math.round(size / 1000)} kB`);
  await context.close();
}
await browser.close();
await server.close();
