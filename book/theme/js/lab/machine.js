// The page's half of the machine: fetches what it needs, makes the frame, speaks with it.
labs.machine = (() => {
  /// The runtime of each language.
  const RUNTIME_OF = { python: 'python', node: 'javascript', browser: 'javascript', rust: 'rust' };

  /// The languages whose programs sleep in the midst of WebAssembly.
  const SUSPENDED = ['python', 'rust'];

  class Unreached extends Error {}

  /// A file's bytes; `progress` is told how many more have come.
  async function fetchBytes(file, progress) {
    const response = await fetch(labs.url(file));
    if (!response.ok) throw new Unreached(`${response.url}: ${response.status}`);
    const parts = [];
    let length = 0;
    for (const reader = response.body.getReader(); ;) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      length += value.length;
      progress(value.length);
    }
    const bytes = new Uint8Array(length);
    for (const part of parts.reverse()) bytes.set(part, length -= part.length);
    return bytes.buffer;
  }

  /// Each of these as a promise; `progress` is told how much of all of them is here.
  function fetchEach(files, bytes, progress) {
    let loaded = 0;
    const add = (count) => {
      loaded += count;
      progress(loaded, Math.max(bytes, loaded));
    };
    return files.map((file) => fetchBytes(file, add).catch((reason) => {
      throw new Unreached(reason.message);
    }));
  }

  const fetchAll = (files, bytes, progress) => Promise.all(fetchEach(files, bytes, progress));

  class Machine {
    constructor() {
      this.given = new Map();
      this.waiting = new Map();
      addEventListener('message', (event) => {
        if (event.source === this.frame?.contentWindow) this.heard(event.data);
      });
    }

    heard(data) {
      for (const name of ['up', 'ready', 'given']) {
        if (name in data) this.waiting.get(name === 'given' ? data.given : name)?.(data[name]);
      }
      if (data.failed !== undefined) this.fail(data.failed);
      if (data.keep) labs.snapshots.keep(data.keep.runtime, data.keep.bytes);
      if (data.useless) labs.snapshots.drop(data.useless);
      if (data.progress) this.owner?.heardProgress(data.progress);
      if (data.state) this.owner?.heard(data);
      if (data.judged) this.owner?.judged(data.judged);
      if (data.judgedAll) this.owner?.judgedAll(data.judgedAll);
    }

    /// A fault of the machine itself: nothing of it is kept.
    fail(reason) {
      this.owner?.failed(reason);
      this.close();
    }

    close() {
      this.frame?.remove();
      this.frame = undefined;
      this.opened = undefined;
      this.given.clear();
      this.owner = undefined;
    }

    /// Waits for a message of this name.
    next(name) {
      return new Promise((resolve) => { this.waiting.set(name, resolve); });
    }

    post(message, transfer = []) {
      // The frame has no origin of its own that could be named.
      this.frame?.contentWindow.postMessage(message, '*', transfer);
    }

    /// The frame with the lab in it, once.
    open(progress) {
      this.opened ??= this.make(progress).catch((reason) => {
        this.close();
        throw reason;
      });
      return this.opened;
    }

    async make(progress) {
      const { frame, lab } = labs.MANIFEST.machine;
      const [page, program] = await fetchAll([frame, lab], 0, progress);
      const up = this.next('up');
      this.frame = document.createElement('iframe');
      this.frame.sandbox = 'allow-scripts';
      this.frame.hidden = true;
      this.frame.title = labs.say('theLab');
      this.frame.srcdoc = new TextDecoder().decode(page);
      document.body.append(this.frame);
      await up;
      const ready = this.next('ready');
      this.post({ open: { lab: program } }, [program]);
      await ready;
    }

    /// Hands a runtime to the frame, once, for so many programs as a beginning.
    give(name, count, progress) {
      if (!this.given.has(name)) {
        const given = this.fetchRuntime(name, count, progress);
        given.catch(() => this.given.get(name) === given && this.given.delete(name));
        this.given.set(name, given);
      }
      return this.given.get(name);
    }

    async fetchRuntime(name, count, progress) {
      const { opened } = this; // should it be closed meanwhile, this one is of no use
      const { worker, assets, bytes, packed } = labs.MANIFEST[name];
      // What a reader waits for is what comes over the network.
      const told = (loaded, total) => progress(loaded * packed / total, packed);
      const names = Object.keys(assets);
      const files = [worker, ...names.map((asset) => assets[asset])];
      const kept = labs.snapshots.find(name); // read while the rest is fetched and compiled
      const fetched = fetchEach(files, bytes, told);
      const scripted = Promise.all([fetched[0], opened]).then(([script]) => {
        this.post({ script: { name, worker: new TextDecoder().decode(script), count } });
      });
      const [[, ...contents]] = await Promise.all([Promise.all(fetched), scripted]);
      const handed = Object.fromEntries(names.map((asset, at) => [asset, contents[at]]));
      const given = this.next(name);
      this.post({ runtime: { name, assets: handed, hasKept: true } }, contents);
      const snapshot = await kept;
      this.post({ snapshot: { name, bytes: snapshot } }, snapshot ? [snapshot] : []);
      await given;
    }

    /// Programs that were compiled with the book are handed over with the run.
    async addCompiled(programs) {
      const compiled = programs.filter(({ language }) => language === 'rust');
      const files = compiled.map(({ file }) => labs.MANIFEST.rust.listings[file]);
      const contents = await fetchAll(files, 0, () => {});
      compiled.forEach((program, at) => { program.wasm = contents[at]; });
    }

    /// Runs programs for `owner`, who is told what comes of it; another owner's run ends.
    run(owner, wanted) {
      return this.begin(owner, wanted, 'run');
    }

    /// Judges a program for `owner`, who is told what comes of each check.
    judge(owner, wanted) {
      return this.begin(owner, wanted, 'judge');
    }

    async begin(owner, wanted, what) {
      if (this.owner && this.owner !== owner) this.owner.lost();
      this.owner = owner;
      const needed = new Map();
      for (const { language } of wanted.programs) {
        const name = RUNTIME_OF[language];
        needed.set(name, (needed.get(name) ?? 0) + 1);
      }
      // At once, since none of them needs another to be fetched.
      await Promise.all([
        this.open((loaded, total) => owner.loading('theLab', loaded, total)),
        ...[...needed].map(([name, count]) =>
          this.give(name, count, (loaded, total) => owner.loading(name, loaded, total))),
        this.addCompiled(wanted.programs),
      ]);
      if (this.owner !== owner) return;
      owner.preparing([...needed.keys()]);
      this.post({ [what]: wanted });
    }
  }

  const machine = new Machine();

  /// What stands in the way of running programs of these languages here, as a sentence.
  function obstacle(languages) {
    const isSuspended = languages.some((language) => SUSPENDED.includes(language));
    if (isSuspended && !('Suspending' in WebAssembly)) return labs.say('noJspi');
    const runtimes = labs.MANIFEST.machine ? languages : [];
    const missing = languages.find((language) =>
      !runtimes.includes(language) || !labs.MANIFEST[RUNTIME_OF[language]]);
    return missing && labs.say('unbuilt', { language: missing });
  }

  return {
    Unreached, obstacle, run: machine.run.bind(machine), judge: machine.judge.bind(machine),
    post: machine.post.bind(machine),
  };
})();
