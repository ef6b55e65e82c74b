// What the reader answered, kept on this device: one text, in the format of `crates/progress`. It
// is read here and written there, by the figures' program, which is loaded with the first answer.
workbook.record = (() => {
  const KEY = 'workbook.progress';
  const HEAD = 'socket-workbook progress ';
  const changed = new EventTarget();
  /// The record as this page knows it, whether or not the device keeps it.
  let text = '';
  let program;
  /// When the last answer was given: clocks are set back, and the later answer counts.
  let last_ms = 0;
  /// How many damaged lines the reader was told of.
  let damagedTold = 0;

  /// What the device keeps; `null` where it does not let us look.
  function stored() {
    try {
      return localStorage.getItem(KEY) ?? '';
    } catch {
      return null;
    }
  }

  /// Why a text cannot be read as a record, by its first line.
  function refusal(whole) {
    if (whole === '' || whole.startsWith(`${HEAD}1\n`)) return undefined;
    const version = whole.startsWith(HEAD) ? parseInt(whole.slice(HEAD.length), 10) : 0;
    return version > 1 ? 'newer' : 'foreign';
  }

  /// Every answer by its question.
  function answers() {
    const found = new Map();
    for (const line of text.split('\n')) {
      const [kind, question, at, grade, given, inputs] = line.split(' ');
      if (kind !== 'answer' || inputs === undefined) continue;
      try {
        const field = (text, name) => decodeURIComponent(text.slice(name.length + 1));
        const answer = { given: field(given, 'given'), state: field(inputs, 'inputs') };
        found.set(decodeURIComponent(question), { at: Number(at), grade, ...answer });
      } catch {
        // A damaged line: it stays where it is, and is told of when the record is written.
      }
    }
    return found;
  }

  function tell(reason) {
    changed.dispatchEvent(new CustomEvent('change', { detail: reason }));
  }

  /// Puts a text that is no record aside, so that nothing is overwritten.
  function putAside(whole) {
    localStorage.setItem(`${KEY}.unreadable-${Date.now()}`, whole);
    return '';
  }

  /// Joins what is kept, what this page knows and what is new, and keeps it. Tells what went wrong.
  function save(made) {
    const { record_merged: merged, record_damaged: damaged } = program;
    let reason;
    let kept = stored();
    try {
      if (kept === null) throw new Error('forbidden');
      if (refusal(kept) === 'newer') throw new Error('newer');
      if (refusal(kept) === 'foreign') {
        kept = putAside(kept);
        reason = 'foreign';
      }
      if (damaged(kept) > damagedTold) {
        damagedTold = damaged(kept);
        reason = 'damaged';
      }
      text = merged(merged(kept, text), made);
      localStorage.setItem(KEY, text);
    } catch (error) {
      text = merged(text, made);
      reason = error.message === 'newer' ? 'newer' : 'unkept';
    }
    tell(reason);
  }

  function now() {
    last_ms = Math.max(Date.now(), last_ms + 1, ...[...answers().values()].map(({ at }) => at + 1));
    return last_ms;
  }

  async function load() {
    program ??= await workbook.figuresProgram();
    return program;
  }

  /// What other pages of the book do is seen here too, and what they did not know is given to them.
  function follow(whole) {
    if (refusal(whole)) return;
    if (program && whole !== '') {
      text = program.record_merged(whole, text);
      try {
        if (text !== whole && stored() === whole) localStorage.setItem(KEY, text);
      } catch {
        // It is told with the next answer.
      }
    } else {
      text = whole;
    }
    tell();
  }

  addEventListener('storage', (event) => {
    if (event.key === KEY || event.key === null) follow(event.newValue ?? '');
  });
  addEventListener('pageshow', (event) => {
    if (event.persisted) follow(stored() ?? text);
  });

  const found = stored();
  const refused = refusal(found ?? '');
  if (found !== null && !refused) text = found;

  return {
    answers,
    /// Why the device's record could not be read when the page was opened.
    refused,
    /// Calls with every change, and the reason why something of it was not kept.
    onChange(listener) {
      changed.addEventListener('change', ({ detail }) => listener(detail));
    },
    /// Loads what writes the record. Called when the reader begins to answer.
    prepare: load,
    async answer(question, given, grade, state = '') {
      await load().then(
        () => save(program.record_answer(question, given, grade, state, now())),
        () => tell('unwritten'),
      );
    },
    /// Joins a whole record with this one.
    async take(whole) {
      await load().then(() => save(whole), () => tell('unwritten'));
    },
    /// The record as it is written.
    text: () => text,
    /// Forgets everything.
    erase() {
      text = '';
      try {
        localStorage.removeItem(KEY);
      } catch {
        // Then nothing was kept.
      }
      tell();
    },
    async reset(page) {
      await load().then(() => save(program.record_reset(page, now())), () => tell('unwritten'));
    },
  };
})();
