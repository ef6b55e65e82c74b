// What came of the runs: one picture of both, and where the book corrects what was wrong.
const result = (() => {
  const { make, say } = part;
  const grade = (state, name) => state.answers.get(name)?.grade;

  /// What became of one misconception between the runs.
  function change(before, after) {
    if (after === undefined) return before === 'right' ? 'right' : 'wrong';
    if (before === 'right') return after === 'right' ? 'known' : 'lost';
    return after === 'right' ? 'learnt' : 'open';
  }

  function mark(kind) {
    const sign = { right: '✓', wrong: '✕' }[kind] ?? '';
    return make('span', { class: `sw-mark is-${kind ?? 'none'}`, 'aria-hidden': 'true' }, sign);
  }

  function row(item, before, after) {
    const [was, is] = [grade(before, item.name), grade(after, item.name)];
    const came = change(was, is);
    const claim = make('span', { class: 'sw-compare-claim' });
    claim.append(...[...item.claim.childNodes].map((node) => node.cloneNode(true)));
    const said = make('span', { class: 'sw-hidden' }, `: ${say(`legend-${came}`)}. `);
    return make('li', { class: `sw-compare-row is-${came}` }, claim, said,
      make('span', { class: 'sw-compare-pair' }, mark(was),
        make('span', { class: 'sw-compare-line', 'aria-hidden': 'true' }), mark(is)));
  }

  function bar(label, right, all) {
    const value = right === undefined ? '–' : `${right}/${all}`;
    const meter = make('progress', { max: all, value: right ?? 0, 'aria-hidden': 'true' });
    return make('p', { class: 'sw-compare-total' }, make('span', {}, label), meter,
      make('strong', {}, value));
  }

  function legend(isBoth) {
    const kinds = isBoth ? ['known', 'learnt', 'open', 'lost'] : ['right', 'wrong'];
    const entry = (kind) => {
      const was = { known: 'right', right: 'right', lost: 'right' }[kind] ?? 'wrong';
      const is = { known: 'right', learnt: 'right' }[kind] ?? (isBoth ? 'wrong' : undefined);
      const pair = make('span', { class: 'sw-compare-pair' }, mark(was),
        make('span', { class: 'sw-compare-line', 'aria-hidden': 'true' }), mark(is));
      return make('li', { class: `is-${kind}` }, pair, say(`legend-${kind}`));
    };
    return make('ul', { class: 'sw-compare-legend' }, kinds.map(entry));
  }

  /// The misconceptions by chapter, in the order of the book.
  function chapters() {
    const groups = new Map();
    for (const item of runs.items) {
      const key = item.chapter;
      if (!groups.has(key)) groups.set(key, { number: item.number, chapter: key, items: [] });
      groups.get(key).items.push(item);
    }
    return [...groups.values()].sort((one, other) => Number(one.number) - Number(other.number));
  }

  function picture(before, after) {
    const isBoth = after.isDone;
    const shown = isBoth ? after : { answers: new Map() };
    const groups = chapters().map(({ number, chapter, items }) => make('div', {
      class: 'sw-compare-group',
    }, make('h3', {}, `${number} ${chapter}`.trim()),
    make('ul', {}, items.map((item) => row(item, before, shown)))));
    return make('figure', { class: 'sw-compare', 'aria-labelledby': 'sw-compare-title' },
      make('figcaption', { id: 'sw-compare-title' }, say('picture')),
      bar(say('before'), before.right, before.all),
      bar(say('after'), isBoth ? after.right : undefined, before.all),
      legend(isBoth),
      make('div', { class: 'sw-compare-groups' }, groups));
  }

  /// A misconception that was held, with the way to its section.
  function lead(item, isExplained) {
    const claim = make('p', { class: 'sw-lead-claim' }, `${say('claim-said')}: “`);
    claim.append(...[...item.claim.childNodes].map((node) => node.cloneNode(true)), '”');
    const link = item.section.cloneNode(true);
    const why = item.why.cloneNode(true);
    why.querySelector('.sw-quiz-section').remove();
    if (isExplained) return make('li', {}, claim, make('p', {}, link), why);
    const folded = make('details', { class: 'sw-noprint' }, make('summary', {}, say('show-why')),
      make('p', { class: 'sw-lead-note' }, say('show-why-how')), why);
    return make('li', {}, claim, make('p', {}, link), folded);
  }

  function leads(before, after) {
    const last = after.isDone ? after : before;
    const wrong = runs.items.filter(({ name }) => grade(last, name) !== 'right');
    if (wrong.length === 0) return make('p', {}, say('none-open'));
    const title = say(after.isDone ? 'open-list' : 'wrong-list');
    return make('section', { class: 'sw-leads' }, make('h3', {}, title),
      make('ul', {}, wrong.map((item) => lead(item, after.isDone))));
  }

  return {
    /// The result of what is complete.
    show(before, after) {
      const { right, all } = before;
      const blanks = { before: right, after: after.right, right, all };
      const head = say(after.isDone ? 'result-both' : 'result-before', blanks);
      return [make('h2', { id: 'result', tabindex: '-1' }, head),
        !after.isDone && make('p', {}, say('result-next')),
        picture(before, after), leads(before, after)];
    },
  };
})();
