// A summary to hand in: one line that holds all its numbers, with a code over it, and the place
// where a teacher checks the two.
const summary = (() => {
  const { make, say } = part;
  let program;

  async function loaded() {
    program ??= (async () => {
      await workbook.load(new URL('@asset(progress-program.js)', workbook.assets));
      const { glue, wasm } = workbook.progressProgram;
      const bytes = Uint8Array.from(atob(wasm), (character) => character.charCodeAt(0));
      await glue({ module_or_path: bytes });
      return glue;
    })();
    program.catch(() => { program = undefined; });
    return program;
  }

  /// The line of what is done now. Chapters in which nothing was done are left out.
  function lineOf({ groups, tally, quiz }, name) {
    const field = (label, { given, asked, first, passed, exercises }) =>
      `${label} ${given}/${asked} ${first} ${passed}/${exercises}`;
    const begun = groups.filter((group) => group.tally.answered > 0);
    const parts = [name, part.today(), ...begun.map((group) => field(group.key, group.tally)),
      field('book', tally)];
    const run = ({ isDone, right }) => (isDone ? right : '-');
    if (quiz.before.isDone) {
      parts.push(`quiz ${run(quiz.before)} ${run(quiz.after)} /${quiz.all}`);
    }
    return parts.join('; ');
  }

  /// The title of a part by its label.
  function titleOf(label, groups) {
    if (label === 'book') return say('s-book');
    const group = groups.find(({ key }) => key === label);
    return group ? `${group.number} ${group.title}`.trim() : label;
  }

  /// A line as a table, so that it can be read.
  function tableOf(line, groups) {
    const [, , ...fields] = line.split('; ');
    const quiz = fields.find((field) => field.startsWith('quiz '))?.split(' ');
    const rows = fields.filter((field) => !field.startsWith('quiz ')).map((field) => {
      const [label, answered, first, passed] = field.split(' ');
      const cells = [answered, first, passed].map((text) => make('td', {}, text));
      return make('tr', {}, make('th', { scope: 'row' }, titleOf(label, groups)), cells);
    });
    const heads = ['chapter', 'answered', 'first', 'passed']
      .map((name) => make('th', { scope: 'col' }, say(`s-${name}`)));
    const table = make('table', { class: 'sw-summary-table' },
      make('thead', {}, make('tr', {}, heads)), make('tbody', {}, rows));
    if (!quiz) return [table];
    const [, before, after, of] = quiz;
    const all = of.slice(1);
    const said = [say('s-before', { right: before, all })];
    if (after !== '-') said.push(say('s-after', { right: after, all }));
    return [table, make('p', {}, `${say('s-quiz')}: ${said.join(', ')}`)];
  }

  function paper(read, groups) {
    const [name, date] = read.line().split('; ');
    const book = document.querySelector('.sidebar-title a').firstChild.textContent;
    return make('article', { class: 'sw-summary', 'data-summary': '' },
      make('h3', {}, `${book} · ${say('s-title')}`),
      make('p', {}, `${say('s-name')}: `, make('strong', {}, name || '–'),
        ` · ${say('s-date')}: ${date}`),
      ...tableOf(read.line(), groups),
      make('dl', {}, make('dt', {}, say('s-line')), make('dd', { 'data-line': '' }, read.line()),
        make('dt', {}, say('s-code')), make('dd', { 'data-code': '' }, read.code())),
      make('p', { class: 'sw-summary-note' }, `${say('summary-how')} ${say('s-proves')}`));
  }

  /// Only the summary goes to paper.
  function printAlone() {
    const { dataset } = document.documentElement;
    dataset.printing = 'summary';
    addEventListener('afterprint', () => { delete dataset.printing; }, { once: true });
    print();
  }

  function writing(read) {
    const input = make('input', {
      class: 'sw-input', id: 'summary-name', maxlength: 60, autocomplete: 'off',
      spellcheck: 'false',
    });
    const place = make('div', { 'aria-live': 'polite' });
    const form = make('form', { class: 'sw-summary-form sw-noprint' },
      make('label', { for: 'summary-name' }, say('name')), input,
      make('button', { class: 'sw-btn', 'data-act': 'make' }, say('make')));
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      try {
        const glue = await loaded();
        const name = glue.summary_name(input.value.normalize('NFC'));
        const now = read();
        const made = new glue.Summary(lineOf(now, name));
        const button = part.button('print-summary', printAlone, 'sw-btn--primary');
        place.replaceChildren(paper(made, now.groups), make('p', { class: 'sw-noprint' }, button));
      } catch {
        place.textContent = say('r-program');
      }
    });
    return [form, place];
  }

  function checking(read) {
    const line = make('textarea', {
      class: 'sw-input', id: 'verify-line', rows: 3, spellcheck: 'false', autocomplete: 'off',
    });
    const code = make('input', {
      class: 'sw-input', id: 'verify-code', maxlength: 16, spellcheck: 'false', autocomplete: 'off',
    });
    const told = make('div', { class: 'sw-summary-verdict', role: 'status' });
    const form = make('form', { class: 'sw-summary-form' }, make('p', {}, say('verify-how')),
      make('label', { for: 'verify-line' }, say('s-line')), line,
      make('label', { for: 'verify-code' }, say('s-code')), code,
      make('button', { class: 'sw-btn', 'data-act': 'verify-check' }, say('verify-check')), told);
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      const glue = await loaded().catch(() => undefined);
      if (!glue) {
        told.textContent = say('r-program');
        return;
      }
      try {
        const typed = new glue.Summary(line.value.normalize('NFC'));
        const fits = typed.fits(code.value);
        told.dataset.verdict = fits ? 'fits' : 'apart';
        const said = fits ? `✓ ${say('verify-fits')}` : `✕ ${say('verify-apart')}`;
        told.replaceChildren(make('p', {}, said));
        if (fits) told.append(paper(typed, read().groups));
      } catch (at) {
        told.dataset.verdict = 'unread';
        told.textContent = say('verify-unread', { part: at });
      }
    });
    const title = make('summary', {}, say('verify'));
    return make('details', { class: 'sw-verify sw-noprint' }, title, form);
  }

  return {
    loaded,
    make: (read) => make('section', { class: 'sw-part sw-part--summary' },
      make('h2', { id: 'summary' }, say('summary')),
      make('p', { class: 'sw-noprint' }, say('summary-how')), ...writing(read), checking(read)),
  };
})();
