// Makes what the page loads to run Python: `node build.mjs OUT`, or `build(out)` from elsewhere.

import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import esbuild from 'esbuild';

import { link } from './link.mjs';
import { cut } from './library.mjs';
import { readZip, writeZip } from './zip.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const PYODIDE = path.dirname(createRequire(import.meta.url).resolve('pyodide/package.json'));
/** A program that asks for more gets a MemoryError. */
const MEMORY_BYTES_MAX = 256 << 20;

async function worker(out) {
  await esbuild.build({
    entryPoints: [path.join(HERE, 'worker.js')], outfile: path.join(out, 'python-worker.js'),
    bundle: true, minify: true, format: 'iife', target: 'es2023', legalComments: 'none',
    define: { 'import.meta.url': '"https://runtime.invalid/"' },
    // Pyodide asks for these in Node alone.
    external: ['node:*', 'ws', 'fs', 'crypto', 'child_process'], logLevel: 'error',
    supported: { 'top-level-await': false },
  });
}

async function library() {
  const kept = cut(readZip(await readFile(path.join(PYODIDE, 'python_stdlib.zip'))));
  const folder = path.join(HERE, '_lab');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.py'));
  const ours = await Promise.all(names.map(async (name) => (
    [`_lab/${name}`, await readFile(path.join(folder, name))])));
  return writeZip([...kept, ...ours]);
}

/** Writes the files into `out`; gives what `runtimes.json` says of Python. */
export async function build(out) {
  await mkdir(out, { recursive: true });
  await worker(out);
  const wasm = link(await readFile(path.join(PYODIDE, 'pyodide.asm.wasm')), MEMORY_BYTES_MAX);
  await writeFile(path.join(out, 'python.wasm'), wasm);
  await writeFile(path.join(out, 'python-library.zip'), await library());
  const names = ['python-worker.js', 'python.wasm', 'python-library.zip'];
  const files = await Promise.all(names.map((name) => readFile(path.join(out, name))));
  const sizes = files.map((bytes) => gzipSync(bytes, { level: 9 }).length);
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  return {
    worker: 'python-worker.js',
    assets: { 'python.wasm': 'python.wasm', 'library.zip': 'python-library.zip' },
    bytes, sizes: Object.fromEntries(names.map((name, i) => [name, sizes[i]])),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [out] = process.argv.slice(2);
  if (!out) throw new Error('Say where: node build.mjs OUT');
  console.log(JSON.stringify(await build(out), undefined, 2));
}
