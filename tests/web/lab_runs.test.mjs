// What a reader does with a run: steps, lines, Stop, input, faults, going on from a place.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { house } from './house.mjs';
import { Driven, labNamed } from './labs.mjs';

const home = house();

async function open(name) {
  return new Driven(await home.visit(labNamed(name).path), name);
}

const placed = async (lab) => /at (\S+), line (\d+)/.exec(await lab.status.textContent())?.slice(1);

test('a Python program goes on call by call, and line by line', async () => {
  const lab = await open('life-connect_first-py');
  await lab.write(0, `import socket
a, b = socket.socketpair()
n = 1
n += 1
a.send(b"x")
print(b.recv(9), n)
`);
  await lab.run('step');
  const calls = [];
  for (let count = 0; count < 12; count += 1) {
    const { state } = await lab.read();
    if (state !== 'paused') break;
    calls.push(Number((await placed(lab))?.[1]));
    await lab.run('step');
  }
  const { consoles } = await lab.read();
  assert.equal(consoles[0].out, "b'x' 2\n");
  const own = calls.filter(Boolean);
  assert.deepEqual(own.filter((line, at) => line !== own[at - 1]), [2, 5, 6], calls.join());
  await lab.run('line');
  const passed = [];
  for (let count = 0; count < 20; count += 1) {
    const { state } = await lab.read();
    if (state !== 'paused') break;
    passed.push(Number((await placed(lab))?.[1]));
    await lab.run('line');
  }
  const order = passed.filter((line, at) => line && line !== passed[at - 1]);
  assert.deepEqual(order, [1, 2, 3, 4, 5, 6], passed.join());
});

test('Stop is a KeyboardInterrupt in a program that waits, and in one that is paused', async () => {
  const lab = await open('life-connect_first-py');
  await lab.write(0, `import time
try:
    input("? ")
except KeyboardInterrupt:
    print("interrupted")
`);
  await lab.run();
  assert.equal((await lab.read()).state, 'input');
  const { consoles, state } = await lab.run('stop');
  assert.equal(state, 'stopped');
  assert.match(consoles[0].out, /^\? interrupted$/m);
  await lab.write(0, 'import time\ntry:\n    time.sleep(1)\n    time.sleep(1)\n'
    + 'except KeyboardInterrupt:\n    print("enough")\n');
  const paused = await lab.run('step');
  assert.equal(paused.state, 'paused');
  const after = await lab.run('stop');
  assert.equal(after.state, 'stopped');
  assert.equal(after.consoles[0].out, 'enough\n');
});

test('a program asks for lines, and gets what is typed, and the end of it', async () => {
  const lab = await open('life-connect_first-py');
  await lab.write(0, `name = input("이름? ")
print("안녕,", name)
try:
    input()
except EOFError:
    print("no more")
`);
  const { state } = await lab.run();
  assert.equal(state, 'input');
  const form = lab.lab.locator('form.sw-lab-input');
  await form.locator('input').fill('소켓');
  await form.locator('input').press('Enter');
  await lab.lab.locator('.sw-lab-text', { hasText: '안녕, 소켓' }).waitFor();
  await form.locator('[data-end-input]').click();
  const { consoles } = await lab.settle('ended');
  assert.equal(consoles[0].out, '이름? 안녕, 소켓\nno more\n');
});

/// The figure of the run, drawn.
async function figureOf(lab) {
  const figure = lab.lab.locator('[data-figure="code-lab"][data-live]');
  await figure.locator('[data-do="tab change"]').waitFor();
  return figure;
}

/// Into the midst of the conversation.
async function stepBack(figure) {
  const back = figure.locator('[data-do="step previous"]');
  for (let count = 0; count < 20; count += 1) await back.click();
}

test('a fault in the figure runs the programs again, with it', async () => {
  const lab = await open('events');
  await lab.run();
  const figure = await figureOf(lab);
  await stepBack(figure);
  await figure.locator('[data-do="tab change"]').click();
  await lab.lab.evaluate((section) => { delete section.dataset.state; });
  await figure.locator('[data-do^="kill echo_server.js"]').click();
  await lab.rest();
  await figure.locator('text=/SIGKILL/').first().waitFor();
  assert.match((await lab.read()).status, /after|Ended/);
});

test('a run goes on from a place in the figure', async () => {
  const lab = await open('events');
  const { consoles: first } = await lab.run();
  const figure = await figureOf(lab);
  await stepBack(figure);
  await lab.lab.evaluate((section) => { delete section.dataset.state; });
  await figure.locator('.cl-go-on').click();
  const { state, status } = await lab.rest();
  assert.equal(state, 'paused', status);
  const { consoles } = await lab.run('go');
  assert.deepEqual(consoles, first);
});

test('what is typed outlasts the page and a link carries it; neither runs by itself', async () => {
  const lab = await open('failed');
  await lab.write(0, 'console.log("mine", location.href);');
  await lab.page.reload();
  await lab.lab.locator('.sw-lab-version:visible').waitFor();
  assert.deepEqual((await lab.read()).consoles.map(({ all }) => all).join(''), '');
  await lab.page.evaluate(() => {
    navigator.clipboard.writeText = async (text) => { window.copied = text; };
  });
  await lab.lab.locator('.sw-lab-own summary').click();
  await lab.press('share');
  await lab.page.waitForFunction(() => window.copied !== undefined);
  const link = await lab.page.evaluate(() => window.copied);
  const page = await (await home.context()).newPage();
  await page.goto(link);
  const other = new Driven(page, 'failed');
  await other.lab.locator('.sw-lab-banner').waitFor();
  assert.equal((await other.read()).state ?? 'idle', 'idle');
  assert.match((await other.run()).consoles[0].out, /^mine http:/);
});
