// Prints what each page loads, opened first and read behind those before it; `cargo xtask sizes`
// runs it.
import { chapters, firstLoads, furtherLoads } from './first_load.mjs';
import { LANGUAGES } from './house.mjs';

const kilo = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(9);

console.log('gzip:     page   figures   further');
for (const language of LANGUAGES) {
  const loads = await firstLoads(chapters(language));
  const { further, whole } = furtherLoads(loads);
  for (const [at, { path, page, figures, files }] of loads.entries()) {
    console.log(`${kilo(page)} ${kilo(figures)} ${kilo(further[at])}  ${path}`);
    const largest = files.toSorted((one, other) => other.size - one.size).slice(0, 4);
    for (const { url, size } of largest) console.log(`${' '.repeat(30)}   ${kilo(size)} ${url}`);
  }
  console.log(`${' '.repeat(20)}${kilo(whole)}  all figures of ${language}\n`);
}
