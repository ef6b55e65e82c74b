// Workers of one runtime, booted before they are needed: the second run starts at once.

/// How many booted Workers are kept, however many the last run needed.
const SPARE_MAX = 4;

/// How long a runtime may take to boot.
const BOOT_MS_MAX = 60_000;

/// A promise that nobody waits for ends a Worker as an exception does.
const PROLOGUE =
  "addEventListener('unhandledrejection',(e)=>{setTimeout(()=>{throw e.reason})});\n";

function isWebAssembly(bytes) {
  const begin = new Uint8Array(bytes, 0, Math.min(4, bytes.byteLength));
  return String.fromCharCode(...begin) === '\0asm';
}

export class Pool {
  /// `worker` is the text of a classic script, `assets` what the runtime's manifest names.
  constructor(name, worker, assets, say) {
    this.name = name;
    this.url = URL.createObjectURL(new Blob([PROLOGUE, worker], { type: 'text/javascript' }));
    this.assets = assets;
    this.say = say;
    this.spare = [];
  }

  /// Compiles what is WebAssembly, once for all Workers.
  async compile() {
    for (const [name, bytes] of Object.entries(this.assets)) {
      if (isWebAssembly(bytes)) this.assets[name] = await WebAssembly.compile(bytes);
    }
  }

  /// Has so many Workers ready or on their way.
  prepare(count) {
    while (this.spare.length < count) this.spare.push(this.boot());
  }

  /// A booted Worker that nobody else has.
  take() {
    return this.spare.shift() ?? this.boot();
  }

  /// Has as many ready as the last run needed, within bounds.
  refill(count) {
    this.prepare(Math.min(count, SPARE_MAX));
  }

  boot() {
    const booted = new Promise((resolve, reject) => {
      const worker = new Worker(this.url);
      const late = setTimeout(() => fail(`${this.name} does not start`), BOOT_MS_MAX);
      const fail = (reason) => {
        clearTimeout(late);
        worker.terminate();
        reject(new Error(reason));
      };
      worker.onerror = (event) => {
        event.preventDefault();
        fail(event.message || `${this.name} failed`);
      };
      worker.onmessage = ({ data }) => {
        if (data.booting) this.say.progress(this.name, data.booting.loaded, data.booting.total);
        if (!data.booted) return;
        clearTimeout(late);
        if (data.keep) this.assets.snapshot = data.keep;
        resolve(worker);
      };
      worker.postMessage({ boot: { assets: this.assets } });
    });
    booted.catch(() => { // whoever takes it hears of it, and the next one begins anew
      this.spare = this.spare.filter((other) => other !== booted);
    });
    return booted;
  }
}
