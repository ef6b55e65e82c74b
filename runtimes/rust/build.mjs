// Compiled listings and the Worker that runs one.
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));

/// Writes the Worker and the listings, which `cargo xtask build` compiled into a folder.
///
/// `listings` says which file each of them is: `{ 'life/client.rs': 'listing-life-client.wasm' }`.
export async function build(out, { listings: folder } = {}) {
  await bundle({
    entryPoints: [join(here, 'worker.js')], outfile: join(out, 'rust-worker.js'),
    bundle: true, format: 'iife', target: 'es2022', minify: true, legalComments: 'none',
    logLevel: 'warning',
  });
  const list = folder && join(folder, 'listings.json');
  const listings = list && existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : {};
  for (const file of Object.values(listings)) copyFileSync(join(folder, file), join(out, file));
  return { worker: 'rust-worker.js', assets: {}, listings };
}
