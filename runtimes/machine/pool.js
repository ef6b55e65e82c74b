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
  /// `worker` is the text of a classic script; so many Workers (`count`) read it while the assets
  /// are on their way.
  constructor({ name, worker, count = 1 }, say) {
    this.name = name;
    this.url = URL.createObjectURL(new Blob([PROLOGUE, worker], { type: 'text/javascript' }));
    this.say = say;
    this.spare = [];
    this.blank = Array.from({ length: Math.min(count, SPARE_MAX) }, () => this.begun());
  }

  /// A Worker that was not told yet what to boot from. One that breaks now is left out: whoever
  /// wants one then makes it anew, and hears of the reason.
  begun() {
    const worker = new Worker(this.url);
    worker.onerror = (event) => {
      event.preventDefault();
      this.blank = this.blank.filter((other) => other !== worker);
    };
    return worker;
  }

  /// Takes what the runtime's manifest names, and compiles what is WebAssembly once for all
  /// Workers. With `hasKept` the page looks meanwhile for a snapshot that it kept, and says what it
  /// found (`found`).
  async supply({ assets, hasKept = false }) {
    this.assets = assets;
    const looked = hasKept ? new Promise((resolve) => { this.found = resolve; }) : undefined;
    await Promise.all(Object.entries(this.assets).map(async ([name, bytes]) => {
      if (isWebAssembly(bytes)) this.assets[name] = await WebAssembly.compile(bytes);
    }));
    this.kept = await looked;
    if (this.kept) this.assets.snapshot = this.kept;
  }

  /// Has so many Workers ready or on their way.
  prepare(count) {
    while (this.spare.length < count) this.spare.push(this.boot());
  }

  /// A Worker that is booted and still to be taken.
  ready() {
    this.prepare(1);
    return this.spare[0];
  }

  /// A booted Worker that nobody else has.
  take() {
    return this.spare.shift() ?? this.boot();
  }

  /// Has as many ready as the last run needed, within bounds.
  refill(count) {
    this.prepare(Math.min(count, SPARE_MAX));
  }

  /// A Worker on its way. Where there is no snapshot yet, one boots for all: booting from what it
  /// leaves takes the others far less than booting like it would.
  boot() {
    const booted = this.begin();
    booted.catch(() => { // whoever takes it hears of it, and the next one begins anew
      this.spare = this.spare.filter((other) => other !== booted);
    });
    return booted;
  }

  async begin() {
    if (this.assets.snapshot) return this.restore();
    if (!this.first) {
      const first = this.start();
      this.first = first;
      first.finally(() => { this.first = undefined; }).catch(() => undefined);
      return first;
    }
    // A runtime without snapshots, or one that failed: then each for itself.
    await this.first.catch(() => undefined);
    return this.assets.snapshot ? this.restore() : this.start();
  }

  /// A Worker from the snapshot. One that the page kept may be of no use, for whatever reason:
  /// then the page hears of it, and there is none.
  async restore() {
    const { kept } = this;
    try {
      return await this.start();
    } catch (reason) {
      if (!kept) throw reason;
      if (this.kept === kept) {
        this.kept = undefined;
        this.assets.snapshot = undefined;
        this.say.tell({ useless: this.name });
      }
      return this.begin();
    }
  }

  start() {
    return new Promise((resolve, reject) => {
      const worker = this.blank.shift() ?? this.begun();
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
        if (data.keep) this.keep(data.keep);
        resolve(worker);
      };
      worker.postMessage({ boot: { assets: { ...this.assets } } });
    });
  }

  /// A snapshot from a Worker that has run no program yet, which nothing of a reader's could have
  /// touched: later Workers begin with it, and so may those of the next time the page is opened.
  keep(bytes) {
    if (this.assets.snapshot) return;
    this.assets.snapshot = bytes;
    this.say.tell({ keep: { runtime: this.name, bytes } });
  }
}
