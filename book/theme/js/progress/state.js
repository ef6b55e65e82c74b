// What there is to answer and what was answered: the catalogue of the build beside the record and
// the programs of this device.
const state = (() => {
  const LAB = 'workbook.lab.';
  const ASIDE = 'workbook.aside';

  function keys() {
    try {
      return Object.keys(localStorage);
    } catch {
      return [];
    }
  }

  function parsed(text) {
    try {
      const value = JSON.parse(text);
      return value !== null && typeof value === 'object' ? value : {};
    } catch {
      return {};
    }
  }

  const isText = (values) => values.every((value) => typeof value === 'string');

  /// The reader's programs as rows of five texts: kind, lab, name, base, text.
  function programs() {
    const rows = [];
    for (const key of keys().filter((key) => key.startsWith(LAB)).sort()) {
      for (const [name, value] of Object.entries(parsed(workbook.remembered(key)))) {
        const kept = Array.isArray(value) ? value : [];
        const row = ['program', key.slice(LAB.length), name, ...kept];
        if (row.length === 5 && isText(row)) rows.push(row);
      }
    }
    const aside = parsed(workbook.remembered(ASIDE) ?? '[]');
    for (const row of Array.isArray(aside) ? aside : []) {
      if (Array.isArray(row) && row.length === 4 && isText(row)) rows.push(['aside', ...row]);
    }
    return rows;
  }

  /// Keeps rows in the place of those that are there. Throws where the browser refuses.
  function keepPrograms(rows) {
    const labs = new Map();
    for (const [kind, lab, name, base, text] of rows) {
      if (kind !== 'program') continue;
      if (!labs.has(lab)) labs.set(lab, parsed(workbook.remembered(LAB + lab) ?? '{}'));
      labs.get(lab)[name] = [base, text];
    }
    const aside = rows.filter(([kind]) => kind === 'aside').map((row) => row.slice(1));
    if (aside.length === 0) localStorage.removeItem(ASIDE);
    else localStorage.setItem(ASIDE, JSON.stringify(aside));
    for (const [lab, entries] of labs) localStorage.setItem(LAB + lab, JSON.stringify(entries));
  }

  /// Forgets everything of the reader's but how the page looks.
  function erase() {
    workbook.record.erase();
    const isOurs = (key) => key.startsWith(LAB) || key === ASIDE || key === 'workbook.place'
      || key.startsWith('workbook.progress');
    for (const key of keys().filter(isOurs)) localStorage.removeItem(key);
  }

  /// How the first answer to each question came out, where it was answered more than once.
  function firsts() {
    const found = new Map();
    for (const line of workbook.record.text().split('\n')) {
      const [kind, question, at, grade] = line.split(' ');
      if (kind !== 'tried' || grade === undefined) continue;
      try {
        const name = decodeURIComponent(question);
        const known = found.get(name);
        if (!known || Number(at) < known.at) found.set(name, { at: Number(at), grade });
      } catch {
        // A damaged line stays where it is.
      }
    }
    return found;
  }

  /// `first`, `later`, `wrong`, `seen` or `open`.
  function mark(id, answers, first) {
    const answer = answers.get(id);
    if (!answer) return 'open';
    if (answer.grade !== 'right') return answer.grade;
    return (first.get(id)?.grade ?? 'right') === 'right' ? 'first' : 'later';
  }

  function tally(items) {
    const count = (wanted) => items.filter(wanted).length;
    const asked = items.filter(({ kind }) => kind !== 'exercise');
    const exercises = items.filter(({ kind }) => kind === 'exercise');
    const isRightAtFirst = ({ mark, firstGrade }) => mark === 'first' || firstGrade === 'right';
    return {
      all: items.length,
      answered: count(({ mark }) => mark !== 'open'),
      wrong: count(({ mark }) => mark === 'wrong'),
      first: asked.filter(isRightAtFirst).length,
      asked: asked.length,
      given: asked.filter(({ mark }) => mark !== 'open').length,
      exercises: exercises.length,
      passed: exercises.filter(({ mark }) => mark === 'first' || mark === 'later').length,
    };
  }

  /// The pages of a chapter together, what is numbered first and all else by itself.
  function grouped(pages) {
    const groups = new Map();
    for (const page of pages) {
      const key = page.number ? page.number.split('.')[0] : page.page;
      if (!groups.has(key)) {
        const { page: name, title, number } = page;
        groups.set(key, { key, page: name, title, number: number && key, items: [] });
      }
      groups.get(key).items.push(...page.items);
    }
    return [...groups.values()];
  }

  function quizOf(entries, answers) {
    const run = (name) => {
      const given = entries.map(({ i }) => answers.get(`${i}.${name}`)?.grade);
      const count = given.filter(Boolean).length;
      const right = given.filter((grade) => grade === 'right').length;
      return { name, given, count, right, isDone: entries.length > 0 && count === entries.length };
    };
    const [before, after] = [run('before'), run('after')];
    const last = after.isDone ? after : before.isDone ? before : undefined;
    const wrong = last ? entries.filter((_, at) => last.given[at] !== 'right') : [];
    return { page: entries[0]?.page, all: entries.length, before, after, wrong };
  }

  return {
    programs,
    keepPrograms,
    erase,

    /// All of it as it is now.
    read() {
      const [pages, quiz] = window.workbookCatalogue;
      const [answers, first] = [workbook.record.answers(), firsts()];
      const listed = pages.map(({ page, number, title, items }) => ({
        page, number, title,
        items: items.map(({ i: id, k: kind, t: text, a: anchor }) => ({
          id, kind, text, link: `${page}.html#${anchor}`, mark: mark(id, answers, first),
          firstGrade: first.get(id)?.grade ?? answers.get(id)?.grade,
        })),
      }));
      const groups = grouped(listed);
      for (const group of groups) group.tally = tally(group.items);
      const items = groups.flatMap((group) => group.items.map((item) => ({ ...item, group })));
      return {
        groups, items, tally: tally(items), quiz: quizOf(quiz, answers), answers: answers.size,
      };
    },
  };
})();
