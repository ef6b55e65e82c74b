// Which sections answer a question, and in which order.
//
// Every word must be found (in any of its forms). A title counts more than a chapter's title, that
// more than the text; the start of a word more than its middle; a word as typed more than a stem.
const workbookRanking = (() => {
  const RESULTS_MAX = 30;
  const TIME_MAX_MS = 120;
  const FIELDS = [
    { name: 'title', start: 40, inside: 28 },
    { name: 'chapter', start: 12, inside: 8 },
    { name: 'text', start: 10, inside: 6 },
  ];

  /// The index in the shape that is searched; made once.
  function prepare(index) {
    const { compose, fold } = workbookMatch;
    return index.map((entry) => {
      const shown = { title: compose(entry.t), chapter: compose(entry.c), text: compose(entry.x) };
      const folded = {};
      for (const [name, text] of Object.entries(shown)) folded[name] = fold(text);
      return { url: entry.u, shown, folded };
    });
  }

  function scoreOf(section, forms) {
    let best = 0;
    for (const form of forms) {
      for (const field of FIELDS) {
        const found = workbookMatch.place(section.folded[field.name], form);
        const worth = found?.isStart ? field.start : field.inside;
        if (found) best = Math.max(best, form.weight * worth);
      }
    }
    return best;
  }

  /// The forms of each word that the book holds at all: rescue forms only where the sure fail.
  function usableForms(sections, words) {
    return words.map((word) => {
      const { sure, rescue } = workbookMatch.forms(word);
      const isFound = sections.some((section) => scoreOf(section, sure) > 0);
      return isFound ? sure : [...sure, ...rescue];
    });
  }

  /// A whole question found as it was typed counts beside its words.
  function phraseBonus(section, phrase) {
    if (section.folded.title === phrase) return 60;
    if (section.folded.title.includes(phrase)) return 30;
    return section.folded.text.includes(phrase) ? 12 : 0;
  }

  /// The answers to a question: at most RESULTS_MAX of them, the best first, and how many in all.
  function answer(sections, query) {
    const words = workbookMatch.terms(query);
    if (words.length === 0) return { words, total: 0, hits: [], forms: [] };
    const perWord = usableForms(sections, words);
    const phrase = words.length > 1 ? words.join(' ') : words[0];
    const deadline = performance.now() + TIME_MAX_MS;
    const hits = [];
    for (const section of sections) {
      const scores = perWord.map((forms) => scoreOf(section, forms));
      if (scores.every((score) => score > 0)) {
        const sum = scores.reduce((total, score) => total + score, 0);
        hits.push({ section, score: sum + phraseBonus(section, phrase) });
      }
      if (performance.now() > deadline) break;
    }
    // Equal scores keep the book's order: sorting is stable.
    hits.sort((one, other) => other.score - one.score);
    return { words, total: hits.length, hits: hits.slice(0, RESULTS_MAX), forms: perWord.flat() };
  }

  return { prepare, answer };
})();
