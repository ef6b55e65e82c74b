// A thin binding to QuickJS in WebAssembly: values are pointers that whoever makes them frees.
//
// Everything between the two sides is strings, bytes and numbers. The program in the virtual
// machine
// asks by a function of ours whose first letter says which hook is meant.

const FLAG = { script: 0, module: 1, compileOnly: 1 << 5 };
const MEMORY_MAX = 64 << 20;
/// The binary's stack is 1 MiB; the rest is for the frames of C itself.
const STACK_MAX = 320 << 10;
const ERRNO = { success: 0, badf: 8, nosys: 52 };

/// What the program threw. `value` is the pointer of it; `isFinal` where no `catch` can hold it.
export class Thrown extends Error {
  constructor(engine, value) {
    super('thrown in the virtual machine');
    this.value = value;
    this.isFinal = engine.wasm.qjs_is_uncatchable_error(value) !== 0;
  }
}

export class Engine {
  /// `hooks`: `now() -> ns as a BigInt`, `interrupt() -> true to stop`, `random(bytes)`,
  /// `rejection`, `normalize`,
  /// `load`, and `calls`, the functions that the program can reach.
  static async create(module, hooks) {
    const engine = await Engine.#instantiate(module, hooks);
    engine.wasm._initialize();
    if (engine.wasm.qjs_init() !== 0) throw new Error('QuickJS did not start');
    engine.#limits();
    return engine;
  }

  /// A machine as `snapshot` left one.
  static async restore(module, snapshot, hooks) {
    const engine = await Engine.#instantiate(module, hooks);
    const { wasm } = engine;
    const head = new Uint32Array(snapshot, 0, 4);
    const image = new Uint8Array(snapshot, 16);
    const missing = head[0] - wasm.memory.buffer.byteLength;
    if (missing > 0) wasm.memory.grow(missing >> 16);
    new Uint8Array(wasm.memory.buffer).set(image);
    wasm.qjs_set_runtime_and_context(head[2], head[3]);
    wasm.__stack_pointer.value = head[1];
    engine.#limits();
    return engine;
  }

  static async #instantiate(module, hooks) {
    const engine = new Engine();
    engine.hooks = hooks;
    const instance = await WebAssembly.instantiate(module, {
      env: engine.#environment(),
      wasi_snapshot_preview1: engine.#system(),
    });
    engine.wasm = instance.exports;
    return engine;
  }

  #limits() {
    this.wasm.qjs_set_memory_limit(MEMORY_MAX);
    this.wasm.qjs_set_max_stack_size(STACK_MAX);
    this.wasm.qjs_set_interrupt_handler(1);
    this.wasm.qjs_set_promise_rejection_handler(1);
    this.wasm.qjs_set_module_loader(1);
  }

  /// The whole memory as far as it is not zero, with the four numbers that a restart needs.
  snapshot() {
    const { wasm } = this;
    wasm.qjs_run_gc();
    const all = new Uint8Array(wasm.memory.buffer);
    let end = all.length;
    while (end > 0 && all[end - 1] === 0) end -= 1;
    const kept = new ArrayBuffer(16 + end);
    new Uint32Array(kept, 0, 4).set([
      all.length, wasm.__stack_pointer.value, wasm.qjs_get_runtime_ptr(),
        wasm.qjs_get_context_ptr(),
    ]);
    new Uint8Array(kept, 16).set(all.subarray(0, end));
    return kept;
  }

  /// How C answers a hook that failed: with a pending exception.
  #guarded(action) {
    try {
      return action();
    } catch (error) {
      const { wasm } = this;
      let { value } = error;
      if (!(error instanceof Thrown)) {
        value = wasm.qjs_new_error();
        this.#setText(value, 'message', String(error?.message ?? error));
      }
      wasm.qjs_free_value(wasm.qjs_throw(value));
      wasm.qjs_free_value(value);
      return 0;
    }
  }

  #environment() {
    return {
      host_get_timezone_offset: () => 0,
      host_interrupt: () => (this.hooks.interrupt() ? 1 : 0),
      host_promise_rejection: (promise, reason, isHandled) => {
        this.hooks.rejection(promise, reason, isHandled !== 0);
        this.wasm.qjs_free_value(promise);
        this.wasm.qjs_free_value(reason);
      },
      host_module_normalize: (base, name) => this.#guarded(() =>
        this.#write(this.hooks.normalize(this.#cString(base), this.#cString(name))).pointer),
      host_module_load: (name, lenOut) => this.#guarded(() => {
        const { pointer, len } = this.#write(this.hooks.load(this.#cString(name)));
        new Uint32Array(this.wasm.memory.buffer, lenOut, 1)[0] = len;
        return pointer;
      }),
      host_call: (name, _len, _this, count, list) => this.#guarded(() => {
        const { buffer } = this.wasm.memory;
        const which = String.fromCharCode(new Uint8Array(buffer, name, 1)[0]);
        const values = count > 0 ? Array.from(new Uint32Array(buffer, list, count)) : [];
        return this.hooks.calls[which](...values) ?? this.wasm.qjs_get_undefined();
      }),
    };
  }

  #system() {
    const view = () => new DataView(this.wasm.memory.buffer);
    return {
      clock_time_get: (_clock, _precision, out) => {
        view().setBigUint64(out, this.hooks.now(), true);
        return ERRNO.success;
      },
      fd_write: (_fd, list, count, out) => {
        let total = 0;
        for (let at = 0; at < count; at += 1) total += view().getUint32(list + at * 8 + 4, true);
        view().setUint32(out, total, true);
        return ERRNO.success;
      },
      fd_close: () => ERRNO.nosys,
      fd_fdstat_get: () => ERRNO.badf,
      fd_seek: () => ERRNO.nosys,
      random_get: (at, len) => {
        this.hooks.random(new Uint8Array(this.wasm.memory.buffer, at, len));
        return ERRNO.success;
      },
    };
  }

  #cString(pointer) {
    const bytes = new Uint8Array(this.wasm.memory.buffer, pointer);
    return decoder.decode(bytes.subarray(0, bytes.indexOf(0)));
  }

  #write(text) {
    const bytes = typeof text === 'string' ? encode(text) : text;
    const pointer = this.wasm.wasm_malloc(bytes.length + 1);
    if (pointer === 0) throw new Error('out of memory');
    const memory = new Uint8Array(this.wasm.memory.buffer);
    memory.set(bytes, pointer);
    memory[pointer + bytes.length] = 0;
    return { pointer, len: bytes.length };
  }

  #setText(object, name, text) {
    const value = this.text(text);
    this.set(object, name, value);
    this.free(value);
  }

  /// A result, unless it is an exception: then that is thrown.
  #checked(result) {
    if (this.wasm.qjs_is_exception(result) === 0) return result;
    this.free(result);
    throw new Thrown(this, this.wasm.qjs_get_exception());
  }

  free(value) {
    this.wasm.qjs_free_value(value);
  }

  text(text) {
    const { pointer, len } = this.#write(text);
    const value = this.wasm.qjs_new_string(pointer, len);
    this.wasm.wasm_free(pointer);
    return this.#checked(value);
  }

  number(number) {
    return this.wasm.qjs_new_number(number);
  }

  bytes(bytes) {
    const { pointer } = this.#write(bytes);
    const value = this.wasm.qjs_new_uint8_array(pointer, bytes.length);
    this.wasm.wasm_free(pointer);
    return this.#checked(value);
  }

  set(object, name, value) {
    const { pointer } = this.#write(name);
    this.wasm.qjs_set_prop_string(object, pointer, value);
    this.wasm.wasm_free(pointer);
  }

  get(object, name) {
    const { pointer } = this.#write(name);
    const value = this.wasm.qjs_get_prop_string(object, pointer);
    this.wasm.wasm_free(pointer);
    return this.#checked(value);
  }

  /// The UTF-8 of a string as QuickJS has it: halves of pairs that stand alone are three bytes
  /// each.
  utf8(value) {
    const { wasm } = this;
    const lenAt = wasm.wasm_malloc(4);
    const pointer = wasm.qjs_get_string_len(value, lenAt);
    const len = new Uint32Array(wasm.memory.buffer, lenAt, 1)[0];
    wasm.wasm_free(lenAt);
    if (pointer === 0) throw new Thrown(this, wasm.qjs_get_exception());
    const bytes = new Uint8Array(wasm.memory.buffer, pointer, len).slice();
    wasm.qjs_free_cstring(pointer);
    return replaceHalves(bytes);
  }

  toText(value) {
    return decoder.decode(this.utf8(value));
  }

  toNumber(value) {
    return this.wasm.qjs_get_float64(value);
  }

  /// A copy of what a Uint8Array holds.
  toBytes(value) {
    const { wasm } = this;
    const out = wasm.wasm_malloc(16);
    const buffer = this.#checked(wasm.qjs_get_typed_array_buffer(value, out, out + 4, out + 8));
    const data = wasm.qjs_get_array_buffer(buffer, out + 12);
    const [offset, len] = new Uint32Array(wasm.memory.buffer, out, 2);
    wasm.wasm_free(out);
    this.free(buffer);
    return new Uint8Array(wasm.memory.buffer, data + offset, len).slice();
  }

  evaluate(source, file, flags = FLAG.script) {
    const code = this.#write(source);
    const name = this.#write(file);
    const result = this.wasm.qjs_eval(code.pointer, code.len, name.pointer, flags);
    this.wasm.wasm_free(code.pointer);
    this.wasm.wasm_free(name.pointer);
    return this.#checked(result);
  }

  /// Calls a function of the program; `values` stay the caller's.
  call(target, ...values) {
    const { wasm } = this;
    const list = wasm.wasm_malloc(4 * values.length + 4);
    new Uint32Array(wasm.memory.buffer, list, values.length).set(values);
    const self = wasm.qjs_get_undefined();
    const result = wasm.qjs_call(target, self, values.length, list);
    wasm.wasm_free(list);
    return this.#checked(result);
  }

  /// Gives the program a function that leads to `hooks.calls[letter]`.
  expose(object, name, letter) {
    const { pointer, len } = this.#write(letter);
    const value = this.#checked(this.wasm.qjs_new_host_function(pointer, len, 0));
    this.wasm.wasm_free(pointer);
    this.set(object, name, value);
    this.free(value);
  }

  /// An exception that no `catch` and no `finally` of the program sees.
  uncatchable() {
    const { wasm } = this;
    const value = wasm.qjs_new_error();
    const box = new BigUint64Array(wasm.memory.buffer, value, 1)[0];
    wasm.JS_SetUncatchableError(wasm.qjs_get_context_ptr(), box);
    return new Thrown(this, value);
  }

  /// Promise jobs, until there are none. A job that throws ends this, with what it threw.
  runJobs() {
    const { wasm } = this;
    while (wasm.qjs_is_job_pending()) {
      if (wasm.qjs_execute_pending_job() < 0) throw new Thrown(this, wasm.qjs_get_exception());
    }
  }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

function encode(text) {
  return encoder.encode(text);
}

/// Half a surrogate pair has no UTF-8: it becomes U+FFFD, which is three bytes as well.
function replaceHalves(bytes) {
  for (let at = bytes.indexOf(0xed); at >= 0 && at + 2 < bytes.length;
    at = bytes.indexOf(0xed, at + 1)) {
    if (bytes[at + 1] >= 0xa0) bytes.set([0xef, 0xbf, 0xbd], at);
  }
  return bytes;
}
