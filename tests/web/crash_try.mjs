import { house } from './house.mjs';
import { Driven, labsOf } from './labs.mjs';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
const home = house();
test('x', async () => {
  const lab = labsOf('en').find((l) => l.programs.length === 1 && l.programs[0].language === 'python');
  for (const file of process.env.PROGS.split(',')) {
    const page = await home.visit(lab.path);
    page.on('console', (m) => console.log('console', m.text()));
    const d = new Driven(page, lab.name);
    console.log(file, JSON.stringify(await d.runPrograms(readFileSync(file, 'utf8')), null, 1));
  }
});
