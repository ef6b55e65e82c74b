// From pieces to slides: as much text as a slide holds, a figure, a lab or a question by itself.
const workbookCutting = (() => {
  /// A listing is cut where a slide would hold fewer lines than this share of it in large type.
  const LINES_MIN = 8;

  /// Where the pieces stand in the page as it is laid out for slides, all below each other.
  function measure(atoms) {
    for (const it of atoms) {
      const box = it.node.getBoundingClientRect();
      it.top = box.top;
      it.bottom = box.bottom;
    }
    // What a container repeats on each slide that shows a part of it.
    const titles = '.blockquote-tag-title, thead, summary';
    for (const it of atoms) {
      const heads = it.chain.map((node) => node.querySelector(`:scope > :is(${titles})`));
      it.repeated = heads.reduce((sum, head) => sum + (head?.offsetHeight ?? 0), 0);
    }
  }

  /// The runs of pieces that belong on slides of their own.
  function runs(atoms) {
    const all = [];
    for (const it of atoms) {
      const last = all.at(-1);
      const before = last?.atoms.at(-1);
      const isNew = !last || it.kind === 'figure' || it.kind === 'lab'
        || it.section !== before.section
        || ['figure', 'lab'].includes(before.kind)
        || (it.kind === 'heading' && before.kind !== 'heading');
      if (isNew) all.push({ atoms: [it] });
      else last.atoms.push(it);
    }
    return joinLeading(all);
  }

  /// A heading alone goes with what it is the heading of, unless that fills a slide.
  function joinLeading(all) {
    const joined = [];
    for (const run of all) {
      const before = joined.at(-1);
      const isBare = before?.atoms.every((it) => it.kind === 'heading');
      const isLarge = ['figure', 'lab'].includes(run.atoms[0].kind);
      if (isBare && isLarge) joined.pop(); // the title in the bar says it
      if (isBare && !isLarge) before.atoms.push(...run.atoms);
      else joined.push(run);
    }
    return joined;
  }

  /// The windows of a listing that is longer than a slide.
  function windows(it, room) {
    const pre = it.node.matches('pre') ? it.node : it.node.querySelector('pre');
    const style = getComputedStyle(pre);
    const line = parseFloat(style.lineHeight);
    const lines = Math.round((pre.clientHeight
      - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom)) / line);
    const fits = Math.max(LINES_MIN, Math.floor((room - 60) / line) - 1);
    const count = Math.ceil(lines / Math.ceil(lines / fits));
    const all = [];
    for (let from = 0; from < lines; from += count) {
      all.push({ pre, from, count: Math.min(count, lines - from) });
    }
    return all;
  }

  /// Text in as few slides as hold it.
  function pack(atoms, room) {
    const slides = [];
    let held = [];
    const close = () => {
      const last = held.at(-1);
      // What only leads to what comes goes with it.
      const taken = held.length > 1 && last.leads ? [held.pop()] : [];
      if (held.length > 0) slides.push({ atoms: held });
      held = taken;
    };
    for (const it of atoms) {
      const first = held[0] ?? it;
      const height = it.bottom - first.top + (first.repeated ?? 0);
      const isLed = it.isListing && held.every((before) => before.leads);
      if (held.length > 0 && height > room && !isLed) close();
      if (it.bottom - it.top > room && it.isListing) {
        const lead = held.splice(0);
        windows(it, room).forEach((lines, at) => {
          slides.push({ atoms: at === 0 ? [...lead, it] : [it], lines });
        });
      } else if (isLed && height > room) {
        slides.push({ atoms: [...held.splice(0), it] });
      } else {
        held.push(it);
      }
    }
    if (held.length > 0) slides.push({ atoms: held });
    return slides;
  }

  /// A question, and then its answer: beside it where both have room.
  function ask(atoms, room) {
    const front = atoms.filter((it) => it.kind !== 'why');
    const why = atoms.filter((it) => it.kind === 'why');
    const { question } = front.at(-1);
    const fits = why.length === 0 || why.at(-1).bottom - front[0].top <= room;
    const shown = front.filter((it) => it.kind === 'question');
    const answers = fits
      ? [{ atoms: [...shown, ...why] }]
      : [{ atoms: shown }, ...pack(why, room)];
    return [
      { atoms: front, question },
      ...answers.map((slide) => ({ ...slide, question, isAnswer: true })),
    ];
  }

  /// What is there and not seen: a key whose choices are marked, a paragraph that waits.
  const isSeen = (it) => it.bottom > it.top || it.kind === 'figure';

  /// The slides of a page; `room` is the height of one, and `partsOf` cuts a figure.
  function cut(atoms, room, partsOf) {
    measure(atoms);
    const slides = runs(atoms.filter(isSeen)).flatMap(({ atoms: run }) => {
      const [first] = run;
      if (first.kind === 'figure') {
        const parts = Math.max(1, partsOf(first.node).length);
        return Array.from({ length: parts }, (_, part) =>
          ({ atoms: [first], figure: first.node, part, parts }));
      }
      if (first.kind === 'lab') return [{ atoms: [first], lab: first.node }];
      return run.some((it) => it.kind === 'question') ? ask(run, room) : pack(run, room);
    });
    for (const slide of slides) {
      slide.heading = slide.atoms[0].heading ?? slide.atoms.at(-1).heading;
    }
    return slides;
  }

  return { cut };
})();
