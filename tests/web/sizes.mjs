// Prints what each page loads at first; `cargo xtask sizes` runs it.
import { firstLoads } from './first_load.mjs';
import { LANGUAGES, pagesOf } from './house.mjs';

const kilo = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(9);

const paths = LANGUAGES.flatMap(pagesOf).filter((path) => !path.endsWith('/print.html'));
console.log('gzip:     page   figures');
for (const { path, page, figures, files } of await firstLoads(paths)) {
  console.log(`${kilo(page)} ${kilo(figures)}  ${path}`);
  const largest = files.toSorted((one, other) => other.size - one.size).slice(0, 4);
  for (const { url, size } of largest) console.log(`${' '.repeat(20)}   ${kilo(size)} ${url}`);
}
