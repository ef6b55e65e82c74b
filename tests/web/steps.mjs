// How long a step of the time machine takes: `cargo xtask bench steps`. With a word behind it, this
// program measures only the pages that have it in their names.
//
// Every time machine of a page is walked with the arrow keys to its end and back, as a reader
// would, its gates revealed on the way. Chromium's own trace says what the main thread did from
// each key until two frames later: no script of ours holds a watch in the page. Each page is
// opened anew, once as fast as this machine is and once with the main thread slowed four times.
// The Korean pages hold the same figures.
import { launch, liveFigures, pagesWithFigures, serve } from './house.mjs';
import { MARK, between, traced } from './trace.mjs';

const FIGURE = 'time-machine';
const RATES = [1, 4];
const TASK_MS_MAX = 50;
const SLOWEST = 3;

/// Runs have some dozens of steps: a walk that does not end is somebody's mistake.
const PRESSES_MAX = 1_000;

/// Waits in the page until what was done last is drawn, sets a mark, and says where the figure is.
async function settle([name, mark]) {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  await frame();
  await frame();
  performance.mark(mark);
  const part = (selector) => document.querySelector(`[data-name="${name}"] ${selector}`);
  const [slider, next] = [part('input[type=range]'), part('[data-do="step next"]')];
  if (!slider || !next) throw new Error(`${name} has no slider, or no button for a step`);
  const [at, end] = [Number(slider.value), Number(slider.max)];
  const hasFocus = part('[data-do="play"]') === document.activeElement;
  return { at, end, hasFocus, isGated: next.disabled && at < end };
}

/// In the page: the same work at all times, in a frame of its own. How long it takes says how much
/// the main thread is slowed in truth: on a busy machine by more than was asked for.
async function yardstick(mark) {
  await new Promise((resolve) => requestAnimationFrame(() => {
    let value = 1;
    for (let times = 0; times < 10_000_000; times += 1) value = Math.imul(value, 48_271) | 1;
    globalThis.yardstick = value;
    resolve();
  }));
  performance.mark(mark);
}

/// Walks a figure from its first step to its last and back. The page gets one mark behind each
/// key (`5 next`: the fifth step, forward) and behind each gate (`gate`).
async function walk(page, name) {
  const figure = page.locator(`[data-name="${name}"]`);
  const play = figure.locator('[data-do="play"]');
  const settled = (label) => page.evaluate(settle, [name, MARK + label]);
  const press = async (key, from, direction) => {
    if (!from.hasFocus) {
      // At first, and behind a gate, which switches the button off.
      await play.focus();
      await settled('focus');
    }
    await page.keyboard.press(key);
    const to = from.at + direction;
    const now = await settled(`${to} ${direction > 0 ? 'next' : 'previous'}`);
    if (now.at !== to) throw new Error(`${name}: ${key} at step ${from.at} led to ${now.at}`);
    return now;
  };
  await figure.scrollIntoViewIfNeeded();
  let now = await settled('begin');
  await page.evaluate(yardstick, `${MARK}yardstick`);
  await settled('focus');
  if (now.at !== 0 || now.end === 0) throw new Error(`${name} is at ${now.at} of ${now.end} steps`);
  for (let presses = 0; now.at < now.end; presses += 1) {
    if (presses > PRESSES_MAX) throw new Error(`${name} is at ${now.at} after ${presses} keys`);
    // At one step there may be several gates.
    if (now.isGated) {
      await figure.locator('[data-do="reveal"]').click();
      now = await settled('gate');
    } else {
      now = await press('ArrowRight', now, 1);
    }
  }
  while (now.at > 0) now = await press('ArrowLeft', now, -1);
}

/// What every step of a page's time machines took, and every gate.
async function measure(browser, url, path, rate) {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  const response = await page.goto(url + path);
  if (response.status() !== 200) throw new Error(`${path}: status ${response.status()}`);
  await liveFigures(page);
  const chrome = await context.newCDPSession(page);
  await chrome.send('Emulation.setCPUThrottlingRate', { rate });
  const names = await page.locator(`[data-figure="${FIGURE}"]`).evaluateAll((figures) =>
    figures.map((figure) => figure.dataset.name));
  const measured = [];
  for (const name of names) {
    const events = await traced(browser, page, () => walk(page, name));
    const windows = between(events).filter(({ label }) => label !== 'focus');
    measured.push(...windows.map((window) => ({ ...window, path, name })));
  }
  await context.close();
  return measured;
}

/// The part of sorted numbers below which this part of all lies.
const at = (sorted, part) => sorted[Math.round((sorted.length - 1) * part)];
const shown = (ms) => ms.toFixed(1).padStart(6);

function row(steps, clock, part) {
  const sorted = steps.map((step) => step[clock][part]).sort((one, other) => one - other);
  return [0.5, 0.95, 1].map((share) => shown(at(sorted, share))).join(' ');
}

const isStep = ({ label }) => / (?:next|previous)$/.test(label);
const isGate = ({ label }) => label === 'gate';

function report(title, all) {
  const steps = all.filter(isStep);
  const measured = all.filter((window) => isStep(window) || isGate(window));
  const gates = measured.length - steps.length;
  if (steps.length === 0) throw new Error(`${title}: not one step was measured`);
  const blind = steps.find(({ wall }) => wall.script === 0 || wall.layout === 0);
  if (blind) throw new Error(`${blind.name}: no script or no layout is seen at ${blind.label}`);
  console.log(`\n${title}: ${steps.length} steps, ${gates} gates`);
  console.log('  ms                  by the clock: p50  p95  max     processor: p50  p95  max');
  const parts = [
    ['script and layout', 'both'], ['  script', 'script'], ['  style and layout', 'layout'],
    ['with painting', 'all'], ['longest task', 'task'],
  ];
  for (const [name, part] of parts) {
    const [wall, processor] = ['wall', 'processor'].map((clock) => row(steps, clock, part));
    console.log(`  ${name.padEnd(26)} ${wall}         ${processor}`);
  }
  const sticks = all.filter(({ label }) => label === 'yardstick');
  const [wall, processor] = ['wall', 'processor'].map((clock) => row(sticks, clock, 'script'));
  console.log(`  ${'the same loop each time'.padEnd(26)} ${wall}         ${processor}`);
  const long = (clock) => measured.filter((it) => it[clock].task > TASK_MS_MAX).length;
  console.log(`  keys and gates with a task over ${TASK_MS_MAX} ms: ${long('wall')} by the clock, `
    + `${long('processor')} in processor time`);
  const slow = measured.toSorted((one, other) => other.processor.both - one.processor.both);
  for (const { path, name, label, processor } of slow.slice(0, SLOWEST)) {
    const { both, script, layout } = processor;
    console.log(`  slowest: ${shown(both)} (script${shown(script)}, layout${shown(layout)})  `
      + `${path} ${name}: ${label}`);
  }
}

const word = process.argv[2] ?? '';
const pages = pagesWithFigures('en', FIGURE).filter((path) => path.includes(word));
if (pages.length === 0) throw new Error(`no page with a ${FIGURE} has "${word}" in its name`);
const server = await serve();
const browser = await launch();
console.log('steps of the time machine in Chromium, from a key to the second frame behind it');
console.log('(how much a thread is slowed in truth can be read from the loop in the last row)');
const all = RATES.map(() => []);
for (const path of pages) {
  for (const [index, rate] of RATES.entries()) {
    const measured = await measure(browser, server.url, path, rate);
    all[index].push(...measured);
    report(`${path}, main thread slowed ${rate} times`, measured);
  }
}
for (const [index, rate] of pages.length > 1 ? RATES.entries() : []) {
  report(`all ${pages.length} pages, main thread slowed ${rate} times`, all[index]);
}
await browser.close();
await server.close();
