// Files of the lab as modules: CommonJS by `require`, ES modules by `import`, and Node's own.

import { evaluate } from '../core/host.js';
import { MAIN, pathOf, sources, wrapped } from '../core/stack.js';
import { describeSyntax } from '../core/uncaught.js';
import { absent, builtins, wsModule } from './builtins.js';
import { nodeError } from './errors.js';
import { dirname, resolve } from './path.js';
import process from './process.js';

const SCRIPT = 0;
const MODULE = 1;
const COMPILE_ONLY = 32;
const HEAD = `(function ${MAIN}(exports, require, module, __filename, __dirname) { `;
const MODULE_SYNTAX = /^\s*(import|export)\b|\bimport\.meta\b|\bawait\b/m;
const ONLY_HERE = 'In this lab there are npm\'s ws, Node\'s own modules and the lab\'s files.';

const cache = Object.create(null);
/// CommonJS modules that an ES module imports, by the name their source asks for them.
const exported = new Map();

class Module {
  constructor(path, parent) {
    this.id = parent === null ? '.' : path;
    this.path = dirname(path);
    this.exports = {};
    this.filename = path;
    this.loaded = false;
    this.children = [];
    this.paths = [];
  }
}

function builtin(name) {
  const plain = name.replace(/^node:/, '');
  if (name === 'ws') return wsModule;
  if (Object.hasOwn(builtins, plain)) return builtins[plain];
  if (name.startsWith('node:') || absent.has(plain)) {
    throw nodeError(Error, 'ERR_UNKNOWN_BUILTIN_MODULE', absent.has(plain)
      ? `The module '${plain}' of Node is not in this lab. ${ONLY_HERE}`
      : `No such built-in module: ${name}`);
  }
  return undefined;
}

const isRelative = (name) => /^(\.{0,2}\/|\.{1,2}$|file:)/.test(name);

/// The path of a file that a relative name means, or nothing.
function find(name, from) {
  const path = resolve(dirname(pathOf(from)), pathOf(name));
  return [path, `${path}.js`, `${path}.json`, `${path}.cjs`, `${path}.mjs`, `${path}/index.js`]
    .find((candidate) => sources.has(candidate));
}

function notFound(name, stack) {
  const error = new Error(`Cannot find module '${name}'\nRequire stack:\n- ${stack}`);
  error.code = 'MODULE_NOT_FOUND';
  error.requireStack = [stack];
  if (!isRelative(name)) error.message += `\n${ONLY_HERE}`;
  const frames = String(error.stack).split('\n').filter((line) => /^ {4}at /.test(line));
  error.stack = [`Error: ${error.message}`, ...frames].join('\n');
  return error;
}

function strip(source) {
  return source.replace(/^\ufeff/, '').replace(/^#!.*/, (line) => ' '.repeat(line.length));
}

function compileCommon(path) {
  const text = strip(sources.get(path));
  wrapped.set(path, HEAD.length);
  try {
    return evaluate(`${HEAD}${text}\n})`, path, SCRIPT);
  } catch (error) {
    throw error instanceof SyntaxError ? describeSyntax(error, path, HEAD.length) : error;
  }
}

function load(path, parent) {
  const cached = cache[path];
  if (cached !== undefined) return cached;
  const module = new Module(path, parent);
  cache[path] = module;
  try {
    if (path.endsWith('.json')) module.exports = JSON.parse(sources.get(path));
    else if (isModule(path)) {
      throw nodeError(Error, 'ERR_REQUIRE_ESM', `require() of ES Module ${path} not supported. `
        + 'Use import() instead.');
    } else {
      const run = compileCommon(path);
      run.call(module.exports, module.exports, requirer(path, module), module, path, dirname(path));
    }
  } catch (error) {
    delete cache[path];
    throw error;
  }
  module.loaded = true;
  return module;
}

function requirer(from, parent) {
  const require = (name) => {
    if (typeof name !== 'string') {
      throw nodeError(TypeError, 'ERR_INVALID_ARG_TYPE',
        `The "id" argument must be of type string. Received ${typeof name}`);
    }
    const own = builtin(name);
    if (own !== undefined) return own;
    const path = isRelative(name) ? find(name, from) : undefined;
    if (path === undefined) throw notFound(name, from);
    return load(path, parent).exports;
  };
  require.resolve = (name) => (builtin(name) === undefined ? find(name, from) ?? name : name);
  require.cache = cache;
  require.main = main;
  return require;
}

let main;

function isModule(path) {
  if (path.endsWith('.mjs')) return true;
  if (path.endsWith('.cjs') || path.endsWith('.json')) return false;
  const about = sources.get('/home/package.json');
  if (about !== undefined) {
    try {
      if (JSON.parse(about).type === 'module') return true;
    } catch {
      // A file that cannot be read says nothing.
    }
  }
  const text = strip(sources.get(path));
  if (!MODULE_SYNTAX.test(text)) return false;
  try {
    evaluate(`${HEAD}${text}\n})`, path, SCRIPT | COMPILE_ONLY);
    return false;
  } catch {
    return compiles(text, path);
  }
}

function compiles(text, path) {
  try {
    evaluate(text, `probe:${path}`, MODULE | COMPILE_ONLY);
    return true;
  } catch {
    // Neither compiles. What is said of it is said of the kind that it was meant to be.
    return /^\s*(import|export)\b/m.test(text);
  }
}

/// Called by the engine: the full name of what a module imports.
export function normalize(base, name) {
  if (name.startsWith('probe:')) return name;
  if (base.startsWith('probe:')) return `probe:${name}`;
  const plain = name.replace(/^node:/, '');
  if (builtin(name) !== undefined) return plain === 'ws' ? 'npm:ws' : `node:${plain}`;
  const from = pathOf(base);
  if (!isRelative(name)) {
    throw nodeError(Error, 'ERR_MODULE_NOT_FOUND',
      `Cannot find package '${name}' imported from ${from}\n${ONLY_HERE}`);
  }
  const path = resolve(dirname(from), pathOf(name));
  if (sources.has(path)) return `file://${path}`;
  throw nodeError(Error, 'ERR_MODULE_NOT_FOUND',
    `Cannot find module '${path}' imported from ${from}`);
}

/// An ES module whose exports are the members of a value.
function wrap(name, value) {
  exported.set(name, value);
  const names = value !== null && (typeof value === 'object' || typeof value === 'function')
    ? Object.keys(value).filter((key) => /^[A-Za-z_$][\w$]*$/.test(key) && !RESERVED.has(key)) : [];
  return `const it = globalThis[Symbol.for('lab.exported')](${JSON.stringify(name)});`
    + `export default it;${names.map((key) => `export const ${key} = it.${key};`).join('')}`;
}

const RESERVED =
  new Set(('default it constructor delete debugger function class new null true false '
  + 'this typeof void with import export in var let const static await yield return throw '
  + 'try').split(' '));

/// Called by the engine: the source of a module.
export function source(name) {
  if (name.startsWith('probe:')) return '';
  if (name.startsWith('node:')) return wrap(name, builtins[name.slice(5)]);
  if (name === 'npm:ws') return wrap(name, wsModule);
  const path = pathOf(name);
  if (path.endsWith('.json')) return `export default ${sources.get(path)}`;
  if (!isModule(path)) return wrap(name, load(path, main ?? null).exports);
  return moduleText(path);
}

function moduleText(path) {
  const head = `import.meta.url="file://${path}";import.meta.filename="${path}";`
    + `import.meta.dirname="${dirname(path)}";`
    + `import.meta.resolve=(n)=>new URL(n,"file://${path}").href;`;
  wrapped.set(`file://${path}`, head.length);
  return head + strip(sources.get(path));
}

/// Runs the program's file. For an ES module what comes of it is a promise.
export function runMain(path) {
  Object.defineProperty(globalThis, Symbol.for('lab.exported'),
    { value: (name) => exported.get(name), configurable: true });
  if (!isModule(path)) {
    main = new Module(path, null);
    cache[path] = main;
    process.mainModule = main;
    const run = compileCommon(path);
    run.call(main.exports, main.exports, requirer(path, main), main, path, dirname(path));
    main.loaded = true;
    return undefined;
  }
  try {
    return evaluate(moduleText(path), `file://${path}`, MODULE);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const file = error.rawPlace?.file ?? `file://${path}`;
    throw describeSyntax(error, file, wrapped.get(file) ?? 0);
  }
}
