// The two runs as the record knows them. A question's name is that of its misconception with the
// run behind it; with each answer stands the seed and the variant that was asked.
const runs = (() => {
  /// The misconceptions as the page holds them.
  const items = [...part.host.querySelectorAll('[data-item]')].map((element) => ({
    element,
    id: element.dataset.item,
    name: element.dataset.name,
    number: element.dataset.number,
    chapter: element.dataset.chapter,
    claim: element.querySelector('.sw-quiz-claim'),
    why: element.querySelector('.sw-quiz-why'),
    section: element.querySelector('.sw-quiz-section a'),
    variants: [...element.querySelectorAll('.sw-quiz-variant')].map((variant) => ({
      key: Number(variant.dataset.key),
      asks: variant.querySelector('p'),
      choices: [...variant.querySelectorAll('li')],
    })),
  }));
  const counts = items.map(({ variants }) => variants.map(({ choices }) => choices.length));
  /// What was answered on this page, whether or not it could be kept.
  const mine = new Map();

  function seedOf(state) {
    return Number(/(?:^| )seed=(\d+)/.exec(state)?.[1]) || undefined;
  }

  /// The answers of a run by misconception.
  function answers(run) {
    const kept = workbook.record.answers();
    const found = new Map();
    for (const { id, name } of items) {
      const key = `${id}.${run}`;
      const answer = kept.get(key) ?? mine.get(key);
      if (answer) found.set(name, answer);
    }
    return found;
  }

  return {
    items,

    /// How a run stands: its seed, its questions, and how many are answered.
    state(run) {
      const given = answers(run);
      const seeds = new Map();
      for (const { state } of given.values()) {
        const seed = seedOf(state);
        if (seed) seeds.set(seed, (seeds.get(seed) ?? 0) + 1);
      }
      // A file from another device may have brought answers with another seed: most decide.
      const [seed] = [...seeds].sort((one, other) => other[1] - one[1])[0] ?? [];
      const right = [...given.values()].filter(({ grade }) => grade === 'right').length;
      const [count, all] = [given.size, items.length];
      return { run, seed, answers: given, count, all, right, isDone: count === all };
    },

    /// The questions of a run that are not answered yet, with all of them.
    questions(run, seed) {
      return draw.run(seed, run, counts);
    },

    /// Marks in the bank which variant a seed asks first, for paper.
    mark(seed) {
      draw.variants(seed, 'before', items.length).forEach((variant, at) => {
        items[at].element.dataset.variant = variant;
      });
    },

    /// Keeps an answer: the choice by its place in the bank, from 1.
    async answer(run, seed, { item, variant }, choice) {
      const { id, variants } = items[item];
      const isRight = choice === variants[variant].key;
      const [given, grade] = [String(choice), isRight ? 'right' : 'wrong'];
      const state = `seed=${seed} variant=${variant + 1}`;
      mine.set(`${id}.${run}`, { given, grade, state });
      await workbook.record.answer(`${id}.${run}`, given, grade, state);
      return isRight;
    },

    async forget() {
      mine.clear();
      await workbook.record.reset(part.host.dataset.page);
    },
  };
})();
