// What is read off a browser's trace: nothing counted twice, nothing of the measuring itself.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { between, covered } from './trace.mjs';

const mark = (ts, label) => ({ ph: 'I', ts, name: `measured:${label}` });
const event = (ts, dur, name) => ({ ph: 'X', ts, dur, tts: ts, tdur: dur / 2, name });

test('intervals that lie in one another or overlap are counted once', () => {
  assert.equal(covered([]), 0);
  assert.equal(covered([[0, 10], [2, 5], [8, 12], [20, 21]]), 13);
});

test('script, layout and painting between two marks', () => {
  const [window] = between([
    event(0, 500, 'FunctionCall'),
    mark(1_000, 'begin'),
    event(2_000, 9_000, 'RunTask'),
    event(2_000, 6_000, 'EventDispatch'),
    event(3_000, 4_000, 'FunctionCall'),
    event(4_000, 1_000, 'Layout'),
    event(9_000, 2_000, 'Paint'),
    mark(20_000, '1 next'),
  ]);
  assert.equal(window.label, '1 next');
  assert.deepEqual(window.wall, { script: 5, layout: 1, both: 6, all: 8, task: 9 });
  assert.equal(window.processor.task, 4.5);
});

test('a task of the measuring is not the page\'s', () => {
  const [window] = between([
    mark(0, 'begin'), event(1, 60_000, 'RunTask'), mark(70_000, 'end'),
  ]);
  assert.equal(window.wall.task, 0);
});

test('long work without its processor time is refused, a trifle is not', () => {
  const untimed = (dur) => [mark(0, 'begin'), { ph: 'X', ts: 1, dur, name: 'Layout' },
    mark(9_000, 'end')];
  assert.equal(between(untimed(3))[0].wall.layout, 0);
  assert.throws(() => between(untimed(5_000)), /processor time Layout/);
});
