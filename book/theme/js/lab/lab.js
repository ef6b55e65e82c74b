// One lab of the page: its programs, its buttons, its run.
labs.Lab = (() => {
  const ENDS = ['ended', 'stopped', 'failed'];

  const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

  /// What stands behind a program's name on the command line; the reader may have changed it.
  function argumentsOf(panel) {
    const field = panel.querySelector('[data-arguments]');
    return (field?.value ?? panel.dataset.args).split(/\s+/).filter(Boolean);
  }

  return class Lab {
    constructor(section) {
      this.section = section;
      this.name = section.dataset.lab;
      this.kept = new labs.Kept(section.dataset.kept);
      this.status = section.querySelector('.sw-lab-status');
      this.codes = [...section.querySelectorAll('[data-program]')].map((panel) =>
        new labs.Code(panel, {
          changed: () => this.changed(),
          run: () => this.act('run'),
          leave: () => this.button('run').focus(),
        }));
      const names = this.codes.map(({ name }) => name);
      const { output, figure } = labs.furnish(section, names);
      this.output = output;
      this.consoles = this.runners.map(({ panel }, at) => {
        const console = new labs.Console(panel, (text) => this.typed(at, text));
        this.output.append(console.element);
        return console;
      });
      const along = [...section.querySelectorAll('[data-along]')];
      this.lanes = new labs.Lanes(figure, (what) => this.told(what), along);
      this.faults = undefined;
      this.state = 'idle';
      for (const code of this.codes.filter(({ panel }) => !('readOnly' in panel.dataset))) {
        const text = this.kept.text(code.name, code.original);
        if (text !== undefined) code.setText(text);
      }
      this.show();
      this.open();
    }

    button(what) {
      return this.section.querySelector(`[data-act="${what}"]`);
    }

    say(name, blanks) {
      this.status.textContent = labs.say(name, blanks);
    }

    act(what, detail) {
      // An editor that is open stays open when its question is asked anew.
      if (workbook.labWaits(this.section, what)) return undefined;
      const acts = {
        run: () => this.run('run'),
        step: () => this.go('call'),
        line: () => this.go('line'),
        go: () => this.go('run'),
        stop: () => this.stop(),
        edit: () => this.edit(detail),
        reset: () => this.reset(),
        undo: () => this.undo(),
        share: () => this.share(),
        save: () => this.save(detail.dataset.of),
        files: () => undefined, // they are there since the lab was made
      };
      return acts[what]();
    }

    // --- Programs --------------------------------------------------------------------------------

    get chosen() {
      return this.codes.find(({ panel }) => 'chosen' in panel.dataset) ?? this.codes[0];
    }

    async edit(event) {
      const code = this.chosen;
      const isFixed = 'readOnly' in code.panel.dataset;
      if (isFixed || code.language === 'rust') {
        this.say(isFixed ? 'readOnly' : 'compiled', { name: code.name });
        return;
      }
      const line = code.lineAt(event);
      try {
        await code.edit(line);
      } catch {
        this.say('unreached', { what: labs.say('editor') });
      }
    }

    changed() {
      this.undone = undefined;
      this.banner?.remove();
      this.keep();
      this.show();
      this.section.dispatchEvent(new Event('workbook:edited'));
    }

    keep() {
      if (!this.kept.keep(this.codes)) this.say('unkept');
    }

    texts() {
      return Object.fromEntries(this.codes.map(({ name, text }) => [name, text]));
    }

    /// Back to the book's version; nothing is asked, since it can be undone.
    reset() {
      this.undone = this.texts();
      for (const code of this.codes) code.setText(code.original);
      this.banner?.remove();
      this.keep();
      this.show();
      this.say('wasReset');
      this.button('undo').focus();
    }

    undo() {
      for (const code of this.codes) code.setText(this.undone[code.name]);
      this.undone = undefined;
      this.keep();
      this.show();
      this.say('wasUndone');
      this.button('reset').focus();
    }

    save(name) {
      const { text } = this.codes.find((code) => code.name === name);
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    }

    // --- Links -----------------------------------------------------------------------------------

    async share() {
      const changed = this.codes.filter((code) => code.isChanged);
      const texts = Object.fromEntries(changed.map(({ name, text }) => [name, text]));
      const data = changed.length > 0 ? await labs.link.pack(texts) : undefined;
      if (data?.length > labs.link.MOST) {
        this.say('tooLong', { bytes: data.length, most: labs.link.MOST });
        return;
      }
      const address = labs.link.addressOf(this.name, data);
      const names = changed.map(({ name }) => name).join(', ');
      try {
        await navigator.clipboard.writeText(address);
        this.say(data ? 'shared' : 'sharedNothing', { bytes: data?.length, names });
      } catch {
        history.replaceState(null, '', address);
        this.say('sharedAddress');
      }
    }

    /// Shows the programs that the page's address holds for this lab. They are not kept before the
    /// reader changes one, and not run before the reader says so.
    async open() {
      const data = labs.link.dataFor(this.name);
      if (data === undefined) return;
      this.section.scrollIntoView();
      try {
        const texts = await labs.link.unpack(data, this.codes.map(({ name }) => name));
        for (const code of this.codes) {
          const text = texts[code.name];
          code.setText(text ?? code.original);
          if (text !== undefined) this.choose(code);
        }
        this.announce(labs.say('fromLink', { names: Object.keys(texts).join(', ') }));
        this.show();
      } catch {
        this.announce(labs.say('badLink'));
      }
    }

    announce(sentence) {
      this.banner?.remove();
      this.banner = document.createElement('p');
      this.banner.className = 'sw-notice sw-lab-banner';
      this.banner.setAttribute('role', 'status');
      this.banner.textContent = sentence;
      const body = this.section.querySelector('.sw-lab-body');
      if (body) body.before(this.banner);
      else this.section.prepend(this.banner);
    }

    choose(code) {
      this.tab(code)?.click();
    }

    // --- What runs -------------------------------------------------------------------------------

    /// Whether this is an exercise: then one program runs, the reader's or what imports it, and
    /// the judge plays the others.
    get isExercise() {
      return this.section.dataset.checks !== undefined;
    }

    /// The programs that run, by process; others lie beside them.
    get runners() {
      return this.isExercise ? this.codes.slice(-1) : this.codes;
    }

    get runner() {
      return this.runners[0];
    }

    /// The programs that run, as the machine wants them.
    runnable() {
      return this.runners.map(({ name, language, text, panel }) => ({
        name, language, text, file: panel.dataset.file, host: panel.dataset.host,
        args: argumentsOf(panel),
      }));
    }

    /// What lies beside them to be imported.
    beside() {
      const others = this.codes.filter((code) => !this.runners.includes(code));
      return Object.fromEntries(others.map(({ name, text }) => [name, text]));
    }

    /// The text of each process of a setup: those that the judge plays are lines of the checks.
    sources(setup) {
      const count = setup.split('\n').filter((line) => /^program\b/.test(line)).length;
      const own = this.runners.map(({ text }) => text);
      const played = Array.from({ length: Math.max(0, count - own.length) });
      return [...own, ...played.map(() => this.section.dataset.checks)];
    }

    // --- The run ---------------------------------------------------------------------------------

    get isRunning() {
      return ['loading', 'running', 'stopping'].includes(this.state);
    }

    get isResting() {
      return this.state !== 'idle' && !this.isRunning && !ENDS.includes(this.state);
    }

    /// Runs the programs; `follow` is a part of the run before, to whose end this one goes.
    async run(mode, follow) {
      const obstacle = labs.machine.obstacle(this.runners.map(({ language }) => language));
      if (obstacle) {
        this.status.textContent = obstacle;
        return;
      }
      this.begin();
      try {
        await labs.machine.run(this, {
          setup: this.setup, mode, follow, programs: this.runnable(), files: this.beside(),
          checks: this.section.dataset.checks,
        });
      } catch (reason) {
        if (reason instanceof labs.machine.Unreached) this.unreached();
        else this.failed(reason.message);
      }
    }

    begin() {
      const { setup } = this.section.dataset;
      const own = setup.split('\n').filter((line) => !/^fault\b/.test(line)).join('\n');
      this.setup = this.faults === undefined ? setup : [own, ...this.faults].join('\n');
      this.isJudged = false;
      this.output.hidden = false;
      for (const console of this.consoles) console.clear();
      this.mark([]);
      this.lanes.begin(this.setup, this.sources(this.setup));
      this.change('loading');
    }

    /// An exercise is judged: nothing else of it runs meanwhile, and [Stop] ends it.
    beginJudging(judge) {
      this.mark([]);
      this.judge = judge;
      this.isJudged = true;
      this.change('loading');
    }

    endJudging() {
      if (this.isJudged) this.change('idle');
      this.isJudged = false;
    }

    go(mode) {
      if (!this.isResting) {
        this.run(mode);
        return;
      }
      this.change('running');
      labs.machine.post({ go: mode });
    }

    stop() {
      if (this.isJudged) {
        this.judge.stop();
        return;
      }
      this.change('stopping');
      this.say('stopping');
      labs.machine.post({ stop: true });
    }

    typed(process, text) {
      labs.machine.post({ input: { process, text } }); // the lab ends the line
    }

    /// The reader did something to the run in its figure: `faults`, and one a line, or `from` and
    /// how much of the run shall be as it was.
    told(what) {
      if (what.startsWith('from ')) {
        this.run('run', this.lanes.part(Number(what.slice(5))));
        return;
      }
      const [word, ...lines] = what.split(/\s*\n|(?<=^faults) /);
      if (word !== 'faults') return;
      if (this.isExercise) {
        this.status.textContent = workbook.exercises.say('noFaults');
        return;
      }
      this.faults = lines.filter(Boolean).map((line) => `fault ${line}`);
      this.run('run');
    }

    loading(what, loaded, total) {
      if (this.state !== 'loading') return; // what was asked for beside a part that failed
      const blanks = { what: labs.say(what), loaded: megabytes(loaded), total: megabytes(total) };
      this.say('loading', blanks);
    }

    preparing(runtimes) {
      this.say('preparing', { what: runtimes.map((name) => labs.say(name)).join(', ') });
    }

    heardProgress({ runtime }) {
      if (this.state === 'loading') this.preparing([runtime]);
    }

    heard({ state, setup, log, out, lines, ends, reading, report, now }) {
      if (setup !== undefined) {
        this.setup = setup;
        this.lanes.begin(setup, this.sources(setup));
      }
      this.lanes.add(log);
      this.write(out);
      const isStopping = this.state === 'stopping' && state === 'running';
      if (!isStopping) this.change(state);
      this.consoles.forEach((console, at) => console.wait(reading.includes(at)));
      if (!isStopping) this.tell(state, lines, reading, now);
      if (state === 'running') return;
      const isEnd = ENDS.includes(state);
      this.mark(isEnd ? [] : lines);
      this.consoles.forEach((console, at) => {
        if (isEnd || ends[at]) console.finish(ends[at] ?? '');
      });
      const { activeElement } = document;
      const isBusy = activeElement?.closest?.('form.sw-lab-input, .sw-lab-editor');
      if (state === 'input' && !isBusy) this.consoles[reading[0]]?.input.focus();
      this.lanes.show(report).catch((reason) => console.warn(reason));
    }

    /// Writes what programs wrote, at once what one wrote in a row: each time costs a layout.
    write(out) {
      const rows = new Map();
      for (const [process, fd, text] of out) {
        if (!rows.has(process)) rows.set(process, []);
        const row = rows.get(process);
        if (row.at(-1)?.fd === fd) row.at(-1).texts.push(text);
        else row.push({ fd, texts: [text] });
      }
      for (const [process, row] of rows) {
        for (const { fd, texts } of row) this.consoles[process]?.write(fd, texts.join(''));
      }
    }

    /// Marks where each program stands and what was wrong with it, and shows the one that moved.
    mark(lines) {
      const moved = [];
      this.codes.forEach((code, place) => {
        const at = this.isExercise ? 0 : place; // the process in which this file is
        const [file, line] = lines[at] ?? [];
        const current = file === code.name ? line : undefined;
        const problem = labs.problemIn(code.language, this.consoles[at].errors, code.name);
        const isNew = problem && problem.message !== code.marks.problem?.message;
        if (isNew || (current && current !== code.marks.current)) moved.push(code);
        code.mark({ current, problem });
        this.tab(code)?.toggleAttribute('data-wrong', problem !== undefined);
      });
      const isWriting = document.activeElement?.closest?.('.sw-lab-editor');
      if (moved.length > 0 && !moved.includes(this.chosen) && !isWriting) this.choose(moved[0]);
    }

    tab(code) {
      return document.getElementById(code.panel.getAttribute('aria-labelledby'));
    }

    tell(state, lines, reading, now) {
      const time = labs.time(now);
      const names = reading.map((at) => this.runners[at].name).join(', ');
      const places = Object.values(lines).map(([name, line]) => labs.say('place', { name, line }));
      const place = places.join('; ');
      const isNowhere = state === 'paused' && places.length === 0;
      this.say(isNowhere ? 'pausedNowhere' : state, { time, names, place });
      if (!this.isExercise) return;
      const [first] = this.section.querySelectorAll('.sw-checks-says');
      const says = first.textContent;
      this.status.textContent += ` · ${workbook.exercises.say('runWith', { says })}`;
    }

    failed(reason) {
      this.change('failed');
      this.say('failed', { reason });
    }

    unreached() {
      this.change('failed');
      this.say('unreached', { what: labs.say('theLab') });
    }

    /// Another lab of the page runs now.
    lost() {
      this.change('idle');
      this.status.textContent = this.status.dataset.keys;
    }

    // --- What is seen ----------------------------------------------------------------------------

    change(state) {
      this.state = state;
      this.section.dataset.state = state;
      this.show();
    }

    show() {
      const isChanged = this.codes.some((code) => code.isChanged);
      const focused = document.activeElement;
      this.button('stop').disabled = !this.isRunning && !this.isResting;
      this.button('step').disabled = this.isRunning;
      this.button('line').disabled = this.isRunning;
      this.button('go').hidden = !this.isResting;
      this.button('reset').hidden = !isChanged;
      this.button('undo').hidden = this.undone === undefined || isChanged;
      for (const code of this.codes) code.tell(labs.say('edited'));
      // A button that went off would lose the focus to nowhere.
      const isLost = this.section.contains(focused) && (focused.disabled || focused.hidden);
      if (isLost) this.button(this.isRunning ? 'stop' : 'run').focus();
    }
  };
})();

/// For the starter: the lab of a section, made when it is asked for first.
workbook.labs = (() => {
  const made = new Map();
  return {
    of(section) {
      if (!made.has(section)) made.set(section, new labs.Lab(section));
      return made.get(section);
    },
  };
})();
