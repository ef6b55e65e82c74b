// Writes what readers' programs run on into a folder: `node build.mjs OUT [LAB [LISTINGS]]`.
//
// LAB is the folder of `lab.js` and `lab_bg.wasm`, as wasm-bindgen left them; without it the
// machine is left out. LISTINGS is the folder of compiled listings. `runtimes.json` says what was
// written:
//
//   { machine: { frame, lab, hash }, editor,
//     python: { worker, assets: { NAME: FILE }, bytes, packed }, javascript: {...},
//     rust: {..., listings: { LISTING: FILE } } }
//
// `hash` is what the policy of a page has to name so that the frame's script may run in it.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build as bundle } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));

/// The runtimes of programs, each with a `build.mjs` of its own that exports `build(out)`.
const RUNTIMES = ['python', 'javascript', 'rust'];

/// What every bundle has in common: a classic script for current browsers.
const CLASSIC = {
  bundle: true, format: 'iife', target: 'es2022', minify: true, legalComments: 'none',
  logLevel: 'warning', absWorkingDir: here,
};

/// The machine as one document, whose only script is known by its hash.
async function buildMachine(out, lab) {
  const { outputFiles: [script] } = await bundle({
    ...CLASSIC, entryPoints: ['machine/machine.js'], write: false,
    alias: { 'lab-wasm': join(lab, 'lab.js') },
    // The glue asks for its file only where no module is handed to it, and ours always is.
    define: { 'import.meta.url': '"about:srcdoc"' },
  });
  const text = script.text.trim();
  if (/<\/script|<!--/i.test(text)) throw new Error('the machine holds what would end its script');
  const hash = `sha256-${createHash('sha256').update(text).digest('base64')}`;
  const frame = readFileSync(join(here, 'machine/frame.html'), 'utf8')
    .replace('@hash', hash).replace('@script', () => text);
  writeFileSync(join(out, 'frame.html'), frame);
  writeFileSync(join(out, 'lab.wasm'), readFileSync(join(lab, 'lab_bg.wasm')));
  return { frame: 'frame.html', lab: 'lab.wasm', hash };
}

/// CodeMirror keeps its rules in a `style` element, which the pages' policy forbids, unless it
/// stands in a shadow root. A document can adopt sheets just as well.
const adoptedStyles = {
  name: 'adopted-styles',
  setup(build) {
    build.onLoad({ filter: /style-mod\.js$/ }, ({ path }) => {
      const condition = '!root.head && root.adoptedStyleSheets';
      const text = readFileSync(path, 'utf8');
      if (!text.includes(condition)) throw new Error(`${path} has changed: read it again`);
      return { contents: text.replace(condition, 'root.adoptedStyleSheets'), loader: 'js' };
    });
  },
};

async function buildEditor(out) {
  await bundle({
    ...CLASSIC, entryPoints: ['editor/editor.js'], outfile: join(out, 'editor.js'),
    globalName: 'workbookEditor', plugins: [adoptedStyles],
  });
  return 'editor.js';
}

async function buildRuntime(name, out, built) {
  const { build } = await import(`./${name}/build.mjs`);
  const { worker, assets, ...rest } = await build(out, built);
  const files = [worker, ...Object.values(assets)].map((file) => readFileSync(join(out, file)));
  const sum = (lengths) => lengths.reduce((sum, length) => sum + length, 0);
  const bytes = sum(files.map((file) => file.length));
  const packed = sum(files.map((file) => gzipSync(file, { level: 9 }).length));
  return { worker, assets, ...rest, bytes, packed };
}

const [out, lab, listings] = process.argv.slice(2);
if (!out) throw new Error('usage: node build.mjs OUT [LAB [LISTINGS]]');
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const manifest = { editor: await buildEditor(out) };
if (lab) manifest.machine = await buildMachine(out, lab);
for (const name of RUNTIMES.filter((name) => existsSync(join(here, name, 'build.mjs')))) {
  manifest[name] = await buildRuntime(name, out, { listings });
}
writeFileSync(join(out, 'runtimes.json'), JSON.stringify(manifest));
