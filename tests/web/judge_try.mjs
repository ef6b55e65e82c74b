import { house } from './house.mjs';
import { Judged } from './exercises.mjs';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
const home = house();
test('x', async () => {
  const page = await home.visit('en/why-websocket-exercises.html');
  page.on('console', (m) => console.log('console', m.text(), m.stackTrace?.()));
  const d = new Judged(page, 'inbox');
  await d.open();
  for (const f of process.env.PROG.split(',')) { await d.fill('server.py', readFileSync(f, 'utf8'));
  console.log(f, JSON.stringify(await d.judge(), null, 1)); }
});
