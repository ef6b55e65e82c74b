// CPython in this worker: made from what was handed in, without a fetch.

import createPyodideModule from 'pyodide/pyodide.asm.mjs';
import { loadPyodide } from 'pyodide';

import { ERRORS, MARK, known, patchTexts } from './errors.js';
import { supply } from './imports.js';
import { Kernel, FIRST, LIMIT } from './kernel.js';
import { Places } from './places.js';

const NOWHERE = 'https://runtime.invalid/';
const STACK_BYTES = 256 << 10;
const PROTECTED_BYTES = 240 << 10;
/** Compiled code counts on this of the pointer into its stack; `malloc` promises half of it. */
const STACK_ALIGNMENT = 16;
const SIGINT = 2;

const LOCK_FILE = '{"info":{"abi_version":"2026_0"},"packages":{}}';
const SILENCE = () => {};
/** What Python could reach of JavaScript. */
const NOTHING = Object.freeze(Object.create(null));

const ENVIRONMENT = {
  HOME: '/home/reader', USER: 'reader', LOGNAME: 'reader', LANG: 'C.UTF-8', PATH: '/usr/bin:/bin',
  PYTHONHASHSEED: '0', PYTHON_COLORS: '0', PWD: '/home/reader',
};

/** The interpreter, seen by the process that it runs. */
export class Python {
  constructor(exports) {
    this.exports = exports;
    this.places = new Places(this);
  }

  memory() {
    const { buffer } = this.exports.memory;
    if (this.buffer !== buffer) {
      this.buffer = buffer;
      this.views = { bytes: new Uint8Array(buffer), view: new DataView(buffer) };
    }
    return this.views;
  }

  heldState() {
    return this.exports.PyThreadState_GetUnchecked();
  }

  release() {
    this.exports.PyEval_SaveThread();
  }

  take(state) {
    this.exports.PyEval_RestoreThread(state);
  }

  interrupt() {
    this.exports.PyErr_SetInterruptEx(SIGINT);
  }

  // Every thread has a stack in memory of its own, so whoever goes on only moves the pointer.
  saveStack() {
    return this.module.stackSave();
  }

  restoreStack(stack) {
    this.module.stackRestore(stack);
  }

  /**
   * Lets C code notice that it recurses too deep, before the browser's own stack is full: that
   * one holds about a megabyte, and what C needs of each differs from function to function.
   */
  protect(state) {
    const bottom = this.saveStack() - PROTECTED_BYTES;
    this.exports.PyUnstable_ThreadState_SetStackProtection(state, bottom, PROTECTED_BYTES);
  }

  newStack() {
    const at = this.exports.malloc(STACK_BYTES);
    if (!at) throw new Error('No memory for the stack of a thread.');
    return at;
  }

  dropStack(at) {
    this.exports.free(at);
  }

  async run(callable) {
    const call = WebAssembly.promising(this.exports.PyObject_CallNoArgs);
    return call(callable);
  }

  async runThread(entry, argument, stack) {
    const top = stack + STACK_BYTES;
    this.restoreStack(top - (top % STACK_ALIGNMENT));
    return WebAssembly.promising(this.exports.__indirect_function_table.get(entry))(argument);
  }

  /** A new Python string. */
  text(text) {
    const bytes = new TextEncoder().encode(`${text}\0`);
    const at = this.exports.malloc(bytes.length);
    this.memory().bytes.set(bytes, at);
    const made = this.exports.PyUnicode_FromString(at);
    this.exports.free(at);
    return made;
  }

  place(state) {
    return this.places.find(state);
  }
}

// C makes its errors by their compiled numbers and marked texts: here they become Linux' numbers.
// `OSError` is made by the function that this slot of its type points at.
const NEW = 156;

function translated(python, given) {
  const { exports } = python;
  const size = exports.PyTuple_Size(given);
  if (size < 2) return given;
  const text = exports.PyTuple_GetItem(given, 1);
  if (exports.PyObject_IsInstance(text, exports.PyUnicode_Type.value) !== 1) return given;
  if (exports.PyUnicode_GetLength(text) !== 1 || exports.PyUnicode_ReadChar(text, 0) !== MARK) {
    return given;
  }
  const error = known(exports.PyLong_AsLong(exports.PyTuple_GetItem(given, 0)));
  const items = exports.PyTuple_New(size);
  exports.PyTuple_SetItem(items, 0, exports.PyLong_FromLong(error.linux));
  exports.PyTuple_SetItem(items, 1, python.text(error.text));
  for (let i = 2; i < size; i += 1) {
    const item = exports.PyTuple_GetItem(given, i);
    exports.Py_IncRef(item);
    exports.PyTuple_SetItem(items, i, item);
  }
  return items;
}

class ErrorNumbers {
  constructor(python) {
    const { exports, module } = python;
    const slot = () => python.memory().view;
    this.at = slot().getUint32(exports.PyExc_OSError.value, true) + NEW;
    this.original = slot().getUint32(this.at, true);
    const make = exports.__indirect_function_table.get(this.original);
    this.replacement = module.addFunction((kind, given, named) => {
      const items = translated(python, given);
      const made = make(kind, items, named);
      if (items !== given) exports.Py_DecRef(items);
      return made;
    }, 'iiii');
    this.set = (value) => slot().setUint32(this.at, value, true);
  }

  install() {
    this.set(this.replacement);
  }

  // A snapshot must not hold what only this worker's table has.
  remove() {
    this.set(this.original);
  }
}

function handIn(assets, onImports) {
  const real = { fetch: globalThis.fetch, stream: WebAssembly.instantiateStreaming };
  const files = { 'python_stdlib.zip': assets['library.zip'] };
  globalThis.fetch = async (url) => ({
    ok: true, arrayBuffer: async () => files[String(url).slice(NOWHERE.length)],
  });
  WebAssembly.instantiateStreaming = async (_, imports) => {
    onImports(imports);
    const instance = await WebAssembly.instantiate(assets['python.wasm'], imports);
    onImports(imports, instance);
    return { instance, module: assets['python.wasm'] };
  };
  return () => {
    globalThis.fetch = real.fetch;
    WebAssembly.instantiateStreaming = real.stream;
  };
}

async function load(process, assets) {
  let python;
  const kernel = new Kernel(process, () => python.memory());
  const restore = handIn(assets, (imports, instance) => {
    if (instance) {
      python = new Python(instance.exports);
      process.attach(python);
    } else supply(imports, process, kernel);
  });
  const pyodide = await loadPyodide({
    indexURL: NOWHERE, packageBaseUrl: NOWHERE, createPyodideModule,
    jsglobals: NOTHING, env: { ...ENVIRONMENT },
    lockFileContents: LOCK_FILE, stdout: SILENCE, stderr: SILENCE, checkAPIVersion: false,
    ...(assets.snapshot ? { _loadSnapshot: assets.snapshot } : { _makeSnapshot: true }),
  });
  restore();
  python.module = pyodide._module;
  // The kernel's descriptors are not this runtime's to give out.
  const { streams } = pyodide.FS;
  for (let fd = FIRST; fd < LIMIT; fd += 1) streams[fd] ??= { fd, node: {}, stream_ops: {} };
  return { python, pyodide };
}

/**
 * Makes an interpreter for `process` from `assets` (the wasm, the library, perhaps a snapshot),
 * ready to be told its program. Gives a snapshot if there was none.
 */
export async function boot(process, assets) {
  const { python, pyodide } = await load(process, assets);
  const numbers = new ErrorNumbers(python);
  let keep;
  if (!assets.snapshot) {
    patchTexts(python.memory().bytes);
    numbers.install();
    pyodide.globals.set('table', JSON.stringify(ERRORS.map(Object.values)));
    pyodide.runPython('from _lab import preload; preload.prepare(table); del table, preload');
    numbers.remove();
    keep = pyodide.makeMemorySnapshot().buffer;
  }
  numbers.install();
  const main = pyodide.runPython(`from _lab import machine, program
machine.learn()
main = program.main
program.install()
id(main)`);
  const { exports } = python;
  python.memory().bytes[exports.Py_EMSCRIPTEN_SIGNAL_HANDLING.value] = 1;
  process.prepared(main, pyodide.FS);
  return keep;
}
