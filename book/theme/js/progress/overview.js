// The overview: where the reader stands, what is next, what is worth a second look, and every
// question by chapter.
const overview = (() => {
  const { make, say } = part;
  const SHOWN_AT_ONCE = 12;
  const SIGNS = { first: '✓', later: '✓', wrong: '✕', seen: '–', open: '' };

  function sign(mark, isNamed = false) {
    const name = isNamed
      ? { role: 'img', 'aria-label': say(`m-${mark}`) }
      : { 'aria-hidden': 'true' };
    return make('span', { class: `sw-state is-${mark}`, ...name }, SIGNS[mark]);
  }

  function quizSaid({ all, before, after }) {
    if (after.isDone) return say('quiz-both', { before: before.right, after: after.right, all });
    if (before.isDone) return say('quiz-before', { before: before.right, all });
    return before.count > 0 ? say('quiz-open', { at: before.count, all }) : say('quiz-none');
  }

  function standing({ tally, quiz }) {
    const { given: answered, asked, first, passed, exercises } = tally;
    return make('ul', { class: 'sw-standing' },
      make('li', {}, say('answered', { answered, all: asked })),
      make('li', {}, say('first', { first })),
      exercises > 0 && make('li', {}, say('exercises', { passed, all: exercises })),
      make('li', {}, quizSaid(quiz)));
  }

  function place({ group, text }) {
    return `${group.number ? `${group.number} · ` : ''}${text}`;
  }

  /// What to do next: where the reader was, else the first that is open, else what was wrong.
  function next({ items, quiz, answers }, looks) {
    const [page] = (workbook.remembered('workbook.place') ?? '').split('\n');
    const open = items.filter(({ mark }) => mark === 'open');
    const here = items.find(({ link }) => page && link.startsWith(`${page}#`))?.group;
    const item = open.find(({ group }) => group === here) ?? open[0];
    const toQuiz = (name) => make('a', { href: `${quiz.page}.html` }, say(name));
    if (answers === 0 && quiz.all > 0) return toQuiz('next-quiz');
    if (item) return make('a', { href: item.link }, place(item));
    if (quiz.before.isDone && !quiz.after.isDone) return toQuiz('next-quiz-after');
    if (looks.length > 0) return make('a', { href: looks[0].link }, looks[0].text);
    return undefined;
  }

  /// What was wrong or only looked at, in the order of the book, and the misconceptions that are
  /// still held.
  function looksOf({ items, quiz }) {
    const missed = items.filter(({ mark }) => mark === 'wrong' || mark === 'seen')
      .map((item) => ({ mark: item.mark, link: item.link, text: place(item) }));
    const held = quiz.wrong.map(({ t, s }) => ({
      mark: 'wrong', link: s, text: `${say('s-quiz')}: ${t}`,
    }));
    return [...missed, ...held];
  }

  function lines(looks) {
    const line = ({ mark, link, text }) =>
      make('li', {}, sign(mark, true), make('a', { href: link }, text));
    return make('ul', { class: 'sw-look' }, looks.map(line));
  }

  function second(looks) {
    const rest = looks.slice(SHOWN_AT_ONCE);
    const more = () => make('details', {},
      make('summary', {}, say('look-more', { count: rest.length })), lines(rest));
    return make('section', { class: 'sw-part sw-part--look' },
      make('h2', { id: 'second-look' }, say('look')),
      looks.length === 0 ? make('p', {}, say('look-none')) : lines(looks.slice(0, SHOWN_AT_ONCE)),
      rest.length > 0 && more());
  }

  /// The list of a chapter is made when it is opened: hundreds of links that nobody has asked for
  /// would only make the page slow.
  function list(items) {
    const line = ({ mark, link, text, kind }) => make('li', {}, sign(mark, true),
      make('a', { href: link }, text), make('span', { class: 'sw-kind' }, say(`k-${kind}`)));
    return make('ul', { class: 'sw-items' }, items.map(line));
  }

  function chapter({ number, title, items, tally, key }) {
    const strip = make('span', { class: 'sw-strip', 'aria-hidden': 'true' },
      items.map(({ mark }) => sign(mark)));
    const counts = make('span', { class: 'sw-chapter-counts' }, say('counts', tally));
    const long = make('span', { class: 'sw-hidden' }, ` ${say('counts-long', tally)}`);
    const details = make('details', { class: 'sw-chapter', 'data-chapter': key },
      make('summary', {}, make('span', { class: 'sw-chapter-title' }, `${number} ${title}`.trim()),
        counts, long, strip));
    const fill = () => {
      if (details.open && details.childElementCount === 1) details.append(list(items));
    };
    details.addEventListener('toggle', fill);
    return Object.assign(details, { fill });
  }

  function legend() {
    const marks = ['first', 'later', 'wrong', 'seen', 'open'];
    return make('ul', { class: 'sw-legend' },
      marks.map((mark) => make('li', {}, sign(mark), say(`m-${mark}`))));
  }

  function quizChapter({ all, page, before, after }) {
    const run = ({ name, count, right, isDone }) => make('li', {}, `${say(name)}: `,
      isDone ? say('run-right', { right, all })
        : count > 0 ? say('run-open', { at: count, all }) : say('run-none'));
    return make('section', { class: 'sw-part sw-part--quiz' },
      make('h2', { id: 'quiz' }, say('quiz')),
      make('ul', {}, run(before), run(after)),
      make('p', { class: 'sw-noprint' }, make('a', { href: `${page}.html` }, say('to-quiz'))));
  }

  return {
    /// The overview as sections. `open` are the chapters whose lists were open before.
    make(now, open = new Set()) {
      const looks = looksOf(now);
      const ahead = next(now, looks);
      const chapters = now.groups.map(chapter);
      for (const details of chapters.filter(({ dataset }) => open.has(dataset.chapter))) {
        details.open = true;
        details.fill();
      }
      const text = ahead ? [make('strong', {}, say('next')), ' ', ahead] : say('next-none');
      return [
        make('section', { class: 'sw-part sw-part--standing' }, standing(now),
          make('p', { class: 'sw-next' }, text)),
        second(looks),
        make('section', { class: 'sw-part sw-part--chapters' },
          make('h2', { id: 'by-chapter' }, say('by-chapter')), legend(),
          make('div', { class: 'sw-chapters' }, chapters)),
        now.quiz.all > 0 && quizChapter(now.quiz),
      ];
    },
  };
})();
