// What a browser's trace says of a page's main thread: how long script, style and layout took
// behind each key, and how long each task was.

/// What has to be on for the names below.
const CATEGORIES = [
  'blink.user_timing', 'devtools.timeline', 'disabled-by-default-devtools.timeline', '__metadata',
];

const SCRIPT = new Set([
  'EventDispatch', 'FireAnimationFrame', 'FunctionCall', 'RunMicrotasks', 'TimerFire',
  'EvaluateScript', 'MinorGC', 'MajorGC',
]);
const LAYOUT = new Set(['UpdateLayoutTree', 'Layout']);
const PAINT = new Set(['PrePaint', 'Paint', 'Layerize', 'Commit']);
const NAMED = new Set([...SCRIPT, ...LAYOUT, ...PAINT]);

/// Two clocks, as begin and end in microseconds: the wall's, and that of the processor time of the
/// thread, which leaves out what other programs of a busy machine took.
const CLOCKS = {
  wall: ({ ts, dur }) => [ts, ts + dur],
  processor: ({ tts, tdur }) => [tts, tts + tdur],
};

const NEGLIGIBLE_US = 100;

/// Marks set in the page with `performance.mark` begin so.
export const MARK = 'measured:';

/// What the page's main thread did while `work` went on: its events in order.
export async function traced(browser, page, work) {
  await browser.startTracing(page, { categories: CATEGORIES });
  let trace;
  try {
    await work();
  } finally {
    trace = await browser.stopTracing();
  }
  const events = JSON.parse(trace).traceEvents;
  const mark = events.find(({ name }) => name.startsWith(MARK));
  if (!mark) throw new Error('the trace holds no mark of ours: was anything measured?');
  const ours = events.filter(({ pid, tid }) => pid === mark.pid && tid === mark.tid);
  return ours.sort((one, other) => one.ts - other.ts);
}

/// What lies between each mark and the one before it, by the mark's label: milliseconds of
/// script, of style and layout, of both, and of these and painting; and the longest task.
export function between(events) {
  const marks = events.filter(({ name }) => name.startsWith(MARK));
  return marks.slice(1).map((mark, before) => {
    const [begin, end] = [marks[before].ts, mark.ts];
    const inside = events.filter((event) => isTimed(event) && event.ts >= begin && event.ts < end);
    const label = mark.name.slice(MARK.length);
    return { label, wall: times(inside, 'wall'), processor: times(inside, 'processor') };
  });
}

/// Chromium leaves the processor's time out of what took a few microseconds.
function isTimed({ ph, name, dur, tdur }) {
  if (ph !== 'X') return false;
  if (tdur === undefined && dur > NEGLIGIBLE_US) {
    throw new Error(`Chromium does not say how much processor time ${name} of ${dur} us took`);
  }
  return tdur !== undefined;
}

function times(events, clock) {
  const interval = CLOCKS[clock];
  const length = (...sets) =>
    covered(events.filter(({ name }) => sets.some((set) => set.has(name))).map(interval)) / 1000;
  const [layout, both, all] = [length(LAYOUT), length(SCRIPT, LAYOUT), length(NAMED)];
  return { script: both - layout, layout, both, all, task: longestTask(events, interval) };
}

/// How much of a line is covered by intervals that overlap.
export function covered(intervals) {
  let [length, reached] = [0, -Infinity];
  for (const [begin, end] of intervals.sort((one, other) => one[0] - other[0])) {
    length += Math.max(0, end - Math.max(begin, reached));
    reached = Math.max(reached, end);
  }
  return length;
}

/// The longest task in which the page itself did something: the measuring has tasks of its own.
function longestTask(events, interval) {
  const tasks = events.filter(({ name }) => name === 'RunTask');
  const works = events.filter(({ name }) => NAMED.has(name));
  const holds = (task) => works.some(({ ts }) => ts >= task.ts && ts < task.ts + task.dur);
  const lengths = tasks.filter(holds).map(interval).map(([begin, end]) => (end - begin) / 1000);
  return Math.max(0, ...lengths);
}
