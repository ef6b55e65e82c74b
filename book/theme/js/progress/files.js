// Record and programs as one file, out and in; programs of which there are two versions; and the
// end of all of it. Nothing here asks anybody for anything.
const transfer = (() => {
  const { make, say } = part;
  const count = (rows) => rows.filter(([kind]) => kind === 'program').length;

  async function saveAll(told) {
    try {
      const glue = await summary.loaded();
      const rows = state.programs();
      const text = glue.export_file(workbook.record.text(), rows.flat());
      part.save(`socket-workbook-${part.today()}.txt`, text);
      const answers = workbook.record.answers().size;
      told.replaceChildren(make('p', {}, say('exported', { answers, programs: rows.length })));
    } catch (reason) {
      const name = reason === 'unreadable' ? 'r-unreadable' : 'r-program';
      told.replaceChildren(make('p', {}, say(name)));
    }
  }

  /// What a file brought, in sentences.
  function report(came) {
    const [fresh, later, known, forgotten, programs, same, aside] = came.counts();
    const said = [say('imported', { new: fresh, later, known })];
    if (forgotten > 0) said.push(say('imported-forgotten', { count: forgotten }));
    if (programs + same + aside > 0) {
      said.push(say('imported-programs', { new: programs, known: same }));
    }
    if (aside > 0) said.push(say('imported-aside', { count: aside }));
    const damaged = [...came.damaged()];
    if (damaged.length > 0) said.push(say('imported-damaged', { lines: damaged.join(', ') }));
    if (!came.is_whole()) said.push(say('imported-cut'));
    return said;
  }

  function rowsOf(flat) {
    return Array.from({ length: flat.length / 5 }, (_, at) => flat.slice(at * 5, at * 5 + 5));
  }

  /// Takes a file in; gives back what is to be said.
  async function takeIn(file) {
    const glue = await summary.loaded().catch(() => undefined);
    if (!glue) return [say('r-program')];
    if (file.size > glue.export_len_max()) return [say('r-too-long')];
    const bytes = await file.arrayBuffer().catch(() => undefined);
    if (!bytes) return [say('r-unread')];
    let came;
    try {
      const rows = state.programs().flat();
      came = glue.import_file(workbook.record.text(), rows, new Uint8Array(bytes));
    } catch (refused) {
      return [say(`r-${refused}`) || say('r-program')];
    }
    try {
      state.keepPrograms(rowsOf([...came.programs()]));
    } catch {
      return [say('r-full')];
    }
    await workbook.record.take(came.record());
    return report(came);
  }

  function importing(told, redraw) {
    const input = make('input', {
      type: 'file', id: 'import-file', class: 'sw-hidden', accept: '.txt,text/plain',
    });
    input.addEventListener('change', async () => {
      const [file] = input.files;
      if (!file) return;
      const said = await takeIn(file);
      input.value = ''; // the same file may be chosen again
      redraw();
      told.replaceChildren(...said.map((sentence) => make('p', {}, sentence)));
      told.focus({ preventScroll: true });
    });
    const label = { for: 'import-file', class: 'sw-btn', 'data-act': 'import' };
    return [input, make('label', label, say('import'))];
  }

  const lines = (text) => text.replace(/\n$/, '').split('\n').length;

  /// A program of which there are two versions: both can be had.
  function twofold([, lab, name, base, text], rows, redraw) {
    const isOf = (row, kind) => row[0] === kind && row[1] === lab && row[2] === name;
    const used = rows.find((row) => isOf(row, 'program'));
    const isIt = (row) => isOf(row, 'aside') && row[3] === base && row[4] === text;
    const others = rows.filter((row) => !isIt(row));
    const keep = (next) => {
      state.keepPrograms(next);
      redraw();
    };
    const swap = () => {
      const next = others.filter((row) => row !== used);
      next.push(['program', lab, name, base, text]);
      if (used) next.push(['aside', ...used.slice(1)]);
      keep(next);
    };
    const inUse = used ? say('aside-here', { lines: lines(used[4]) }) : say('aside-book');
    return make('li', {}, make('strong', {}, `${lab} · ${name}`), ' ',
      make('span', {}, `${inUse} · ${say('aside-other', { lines: lines(text) })}`),
      make('div', { class: 'sw-toolbar' }, part.button('aside-swap', swap),
        part.button('aside-save', () => part.save(name, text), 'sw-btn--quiet'),
        part.twice('aside-drop', 'aside-sure', () => keep(others))));
  }

  function aside(redraw) {
    const rows = state.programs();
    const kept = rows.filter(([kind]) => kind === 'aside');
    if (kept.length === 0) return [];
    return [make('h3', { id: 'two-versions' }, say('aside')), make('p', {}, say('aside-how')),
      make('ul', { class: 'sw-aside' }, kept.map((row) => twofold(row, rows, redraw)))];
  }

  return {
    make(redraw) {
      const told = make('div', { class: 'sw-told', role: 'status', tabindex: '-1' });
      const twofolds = make('div', { 'data-aside': '' });
      const drawAside = () => twofolds.replaceChildren(...aside(() => { redraw(); drawAside(); }));
      drawAside();
      const all = () => { redraw(); drawAside(); };
      const erased = make('div', { class: 'sw-told', role: 'status', tabindex: '-1' });
      const erase = part.twice('erase', 'erase-sure', () => {
        state.erase();
        all();
        erased.replaceChildren(make('p', {}, say('erased')));
        erased.focus({ preventScroll: true });
      }, () => ({ answers: workbook.record.answers().size, programs: count(state.programs()) }));
      erase.classList.add('sw-btn--danger');
      return [
        make('section', { class: 'sw-part sw-part--take sw-noprint' },
          make('h2', { id: 'take-along' }, say('take')), make('p', {}, say('take-how')),
          make('div', { class: 'sw-toolbar' }, part.button('export', () => saveAll(told)),
            ...importing(told, all)), told, twofolds),
        make('section', { class: 'sw-part sw-part--erase sw-noprint' },
          make('h2', { id: 'erase' }, say('erase')), make('p', {}, say('erase-how')),
          make('div', { class: 'sw-toolbar' },
            part.button('erase-save', () => saveAll(erased)), erase),
          erased),
      ];
    },
  };
})();
