// How fast the simulated world is in Chromium: `cargo xtask bench world` runs it with the folder of
// the compiled workload, a folder in it for each way it was compiled.
//
// The ways have their turns one after the other, so that a busy machine slows all alike. Events are
// counted against the processor time of the page's thread, which the browser tells, as natively;
// a turn takes some hundred milliseconds of it. Jumps are too short for that: the page's own clock
// tells 5 microseconds, because the page is isolated from other origins.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { launch, serveFolder } from './chromium.mjs';

const [folder, ...ways] = process.argv.slice(2);
if (!folder || ways.length === 0) throw new Error('name the folder, and the ways of compiling');

const EVENTS = 10_000;
const MOMENTS = 100;
const JUMPS = 15;

/// A turn of each of these, and one before that does not count: it compiles.
const ROUNDS = 9;
const WORKS = [
  { name: '2 sockets, streams', kind: 'streams', connections: 1, rounds: 20_000 },
  { name: '10,000 sockets, streams', kind: 'streams', connections: 5_000, rounds: 5 },
  { name: '2 sockets, questions', kind: 'questions', connections: 1, rounds: 100_000 },
  { name: '10,000 sockets, questions', kind: 'questions', connections: 5_000, rounds: 20 },
];

const ISOLATED = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/// In the page: everything that comes before a turn.
async function prepare([way, { kind, connections }]) {
  const module = await import(`/${way}/workload.js`);
  const wasm = await (globalThis[`loaded ${way}`] ??= module.default().then(() => module));
  globalThis.traffic = wasm.Traffic[kind](connections);
  return globalThis.traffic.entries();
}

/// In the page: what happened in a turn, which is then over.
function finish(before) {
  const events = globalThis.traffic.events_since(before);
  globalThis.traffic.free();
  return events;
}

/// One turn: how many events there were, and the processor time that the page's thread took.
async function turn(way, work) {
  const before = await page.evaluate(prepare, [way, work]);
  const begun = await threadSeconds();
  await page.evaluate((rounds) => globalThis.traffic.run(rounds), work.rounds);
  const seconds = await threadSeconds() - begun;
  const events = await page.evaluate(finish, before);
  if (!(events > 0 && seconds > 0)) throw new Error(`${work.name}: ${events} in ${seconds} s`);
  return events / seconds / 1_000_000;
}

/// The processor time of the tasks of the page's thread so far.
async function threadSeconds() {
  const { metrics } = await chrome.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration').value;
}

/// In the page: milliseconds of jumps from the end of a past to moments all over it; of each jump
/// the least and the median of a few.
async function rewinds([way, events, moments, jumps]) {
  const wasm = await globalThis[`loaded ${way}`];
  const past = new wasm.Past(events);
  const end = past.moments();
  const jump = (moment) => {
    past.go_to(end);
    const begun = performance.now();
    past.go_to(moment);
    return performance.now() - begun;
  };
  const all = [];
  for (let number = 0; number < moments; number += 1) {
    const moment = Math.floor(number * end / moments);
    const times = Array.from({ length: jumps }, () => jump(moment)).sort((a, b) => a - b);
    all.push({ moment, least: times[0], median: times[jumps >> 1] });
  }
  past.free();
  return { end, all };
}

const sorted = (numbers) => numbers.toSorted((one, other) => one - other);
const at = (numbers, part) => sorted(numbers)[Math.round((numbers.length - 1) * part)];
const row = (name, cells) =>
  console.log(`  ${name.padEnd(34)}${cells.map((cell) => cell.padStart(30)).join('')}`);
function spread(numbers) {
  const [low, median, high] = [0.1, 0.5, 0.9].map((part) => at(numbers, part).toFixed(2));
  return `${median}  (${low} to ${high})`;
}

for (const way of ways) {
  const wasm = join(folder, way, 'workload_bg.wasm');
  if (!existsSync(wasm)) throw new Error(`${wasm} is not there`);
}
writeFileSync(join(folder, 'index.html'), '<!doctype html><title>world</title>');
const server = await serveFolder({ folder, headers: ISOLATED });
const browser = await launch();
const page = await browser.newPage();
await page.goto(server.url);
if (!await page.evaluate(() => crossOriginIsolated)) throw new Error('the clock would be coarse');
const chrome = await page.context().newCDPSession(page);
await chrome.send('Performance.enable', { timeDomain: 'threadTicks' });

console.log(`\nthe simulated world in wasm, Chromium ${browser.version()}, trace on, `
  + 'each compiled in these ways');
row('', ways);
row('wasm of this workload, kB gz', ways.map((way) =>
  (gzipSync(readFileSync(join(folder, way, 'workload_bg.wasm'))).length / 1000).toFixed(1)));
console.log('million events in a second of processor time, median (10 % to 90 %)');
for (const work of WORKS) {
  const rates = ways.map(() => []);
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [index, way] of ways.entries()) {
      const rate = await turn(way, work);
      if (round > 0) rates[index].push(rate);
    }
  }
  row(work.name, rates.map(spread));
}
console.log(`rewind in a run of ${EVENTS} events, ms by the clock; each jump ${JUMPS} times`);
const runs = [];
for (const way of ways) {
  runs.push(await page.evaluate(rewinds, [way, EVENTS, MOMENTS, JUMPS]));
}
row('longest, by the median of a jump', runs.map(({ all }) =>
  Math.max(...all.map(({ median }) => median)).toFixed(2)));
row('longest, by the least of a jump', runs.map(({ all }) =>
  Math.max(...all.map(({ least }) => least)).toFixed(2)));
row('median jump', runs.map(({ all }) => at(all.map(({ median }) => median), 0.5).toFixed(2)));
await browser.close();
await server.close();
