// Bundles what a JavaScript program runs on: the worker, the layer inside of the virtual machine
// (with
// npm's ws), and QuickJS without what the binding does not call.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'esbuild';
import binaryen from 'binaryen';

const here = dirname(fileURLToPath(import.meta.url));
const at = (path) => join(here, 'vm', path);
const packageFile = (name, file) => join(here, '../node_modules', name, file);

/// What the layer takes from npm, by the name that it is asked for.
const PACKAGES = {
  'npm:buffer': () => packageFile('buffer', 'index.js'),
  'npm:string_decoder': () => packageFile('string_decoder', 'lib/string_decoder.js'),
  'npm:stream': () => packageFile('readable-stream', 'lib/stream.js'),
  'npm:ws': () => wsFile('index.js'),
  'npm:ws-stream': () => wsFile('lib/stream.js'),
  'node-inspect-extracted': () => packageFile('node-inspect-extracted', 'dist/inspect.js'),
};

const wsFile = (file) => packageFile('ws', file);

/// Node's modules as those packages ask for them.
const BUILTINS = {
  events: 'node/events.js', stream: 'node/stream.js', buffer: 'node/buffer.js', net: 'node/net.js',
  tls: 'node/tls.js', http: 'node/http/index.js', https: 'node/https.js', crypto: 'node/crypto.js',
  zlib: 'node/zlib.js', url: 'node/url.js', util: 'node/util.js',
  string_decoder: 'node/string_decoder.js', querystring: 'node/querystring.js',
};

/// Parts of readable-stream that are there for other engines.
const REPLACED = {
  'abort-controller': 'web/abort.js', 'safe-buffer': 'node/buffer.js',
  'process/': 'node/ticks.js', process: 'node/ticks.js', 'buffer/': 'node/buffer.js',
    'string_decoder/': 'node/string_decoder.js',
};

const resolver = {
  name: 'layer',
  setup(build) {
    build.onResolve({ filter: /^(npm:|node-inspect-extracted$)/ },
      ({ path }) => ({ path: PACKAGES[path]() }));
    build.onResolve({ filter: /^[a-z]/ }, ({ path, importer }) => {
      const own = importer.includes('node_modules') ? REPLACED[path] ?? BUILTINS[path] : undefined;
      if (own !== undefined) return { path: at(own), namespace: 'required' };
      if (path === 'bufferutil' || path === 'utf-8-validate') return { path, namespace: 'absent' };
      return undefined;
    });
    build.onLoad({ filter: /./, namespace: 'absent' }, ({ path }) => ({
      contents: `throw new Error('${path} is not here');`, loader: 'js',
    }));
    // CommonJS wants the thing itself, not a module around it.
    build.onLoad({ filter: /./, namespace: 'required' }, ({ path }) => ({
      contents: `const it = require(${JSON.stringify(path)}); module.exports = it.default ?? it;`,
      loader: 'js', resolveDir: here,
    }));
  },
};

/// Places of node-inspect-extracted that its own engine cannot know, with what is known here, and
/// one
/// where it is newer than the Node that is shown.
const INSPECT = [
  ['getPromiseDetails:()=>[g,void 0]',
    'getPromiseDetails:t=>globalThis[Symbol.for("lab.promise")](t,g,h)'],
  ['previewEntries:t=>[[],!1]',
    'previewEntries:(t,e)=>globalThis[Symbol.for("lab.entries")](t,e)'],
  ['match(/^(async\\s+)?function *\\*/)', 'match(/^(async\\s+)?(function\\s*)?\\*/)'],
  ['b(R,n)}for(p=0;', 'b(R,i?n:n.replace(/^\\[(\\w+)\\]:/,"$1:"))}for(p=0;'],
  ['{ [byteLength]: ', '{ byteLength: '],
];

const inspect = {
  name: 'inspect',
  setup(build) {
    build.onLoad({ filter: /node-inspect-extracted\/dist\/inspect\.js$/ }, ({ path }) => {
      let contents = readFileSync(path, 'utf8');
      for (const [before, after] of INSPECT) {
        if (!contents.includes(before)) {
          throw new Error(`${path} has changed (${before}): read it again`);
        }
        contents = contents.replace(before, () => after);
      }
      return { contents, loader: 'js' };
    });
  },
};

async function layer() {
  const { outputFiles: [script] } = await bundle({
    entryPoints: [at('entry.js')], bundle: true, format: 'iife', target: 'es2023', minify: true,
    platform: 'neutral', mainFields: ['main'], legalComments: 'none',
    logLevel: 'warning', write: false, plugins: [resolver, inspect],
    inject: [at('core/gaps.js'), at('node/globals.js')],
  });
  return script.contents;
}

async function worker() {
  const { outputFiles: [script] } = await bundle({
    entryPoints: [join(here, 'worker.js')], bundle: true, format: 'iife', target: 'es2022',
    minify: true, legalComments: 'none', logLevel: 'warning', write: false,
  });
  return script.contents;
}

/// What `engine.js` calls; everything that only other exports reach goes.
function wanted() {
  const text = readFileSync(join(here, 'engine.js'), 'utf8') + readFileSync(join(here, 'worker.js'),
    'utf8');
  return new Set(['memory', '__stack_pointer', '_initialize',
    ...text.match(/\b(qjs_\w+|wasm_\w+|JS_\w+)\b/g)]);
}

function quickjs() {
  const bytes = readFileSync(packageFile('quickjs-wasi', 'quickjs.wasm'));
  const kept = wanted();
  const module = binaryen.readBinary(bytes);
  for (const { name } of WebAssembly.Module.exports(new WebAssembly.Module(bytes))) {
    if (!kept.has(name)) module.removeExport(name);
  }
  binaryen.setOptimizeLevel(2);
  binaryen.setShrinkLevel(2);
  module.optimize();
  const slim = module.emitBinary();
  module.dispose();
  return slim;
}

export async function build(out) {
  const files = {
    'javascript-worker.js': await worker(),
    'javascript-layer.js': await layer(),
    'quickjs.wasm': quickjs(),
  };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(out, name), bytes);
  return {
    worker: 'javascript-worker.js',
    assets: { quickjs: 'quickjs.wasm', layer: 'javascript-layer.js' },
  };
}
