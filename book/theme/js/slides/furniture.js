// What stands around a slide: where it belongs, which keys do what, its number, the overview.
const workbookSlideFurniture = (() => {
  const words = document.querySelector('[data-open-slides]').dataset;

  function make(tag, className, text = '') {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    return element;
  }

  function button(className, label, act, text = '') {
    const made = make('button', className, text);
    made.type = 'button';
    made.title = label;
    if (text !== label) made.setAttribute('aria-label', label);
    made.addEventListener('click', act);
    return made;
  }

  /// The bars above and below, and the overview; `deck` is told what was pressed.
  function build(deck) {
    const top = make('header', 'slide-top');
    const place = make('p', 'slide-place');
    top.append(place);
    const bottom = make('footer', 'slide-bottom');
    const keys = make('p', 'slide-keys');
    const before = button('slide-turn', words.before, () => deck.turn(-1), '‹');
    const number = button('slide-number', words.overview, () => deck.overview());
    number.removeAttribute('aria-label'); // it is called by its number
    const next = button('slide-turn', words.next, () => deck.turn(1), '›');
    const leave = button('slide-leave', words.leave, () => deck.close(), '✕');
    bottom.append(keys, before, number, next, leave);
    const overview = make('dialog', 'slide-overview');
    overview.setAttribute('aria-label', words.overview);
    overview.addEventListener('click', ({ target }) => {
      const chosen = target.closest('[data-slide]');
      if (chosen) deck.show(Number(chosen.dataset.slide));
      if (chosen || target === overview) overview.close();
    });
    document.body.append(top, bottom, overview);
    return { top, bottom, place, keys, number, overview };
  }

  /// The list of all slides, by their headings.
  function list(overview, slides, current) {
    const groups = [];
    slides.forEach((slide, at) => {
      if (groups.at(-1)?.heading !== slide.heading) {
        groups.push({ heading: slide.heading, entries: [] });
      }
      groups.at(-1).entries.push({ slide, at });
    });
    overview.replaceChildren(...groups.map(({ heading, entries }) => {
      const group = make('section', 'slide-group');
      group.append(make('p', 'slide-group-title', heading?.textContent ?? ''));
      const entriesList = make('div', 'slide-group-slides');
      for (const { slide, at } of entries) {
        const entry = make('button', 'slide-entry', `${at + 1} ${slide.name}`);
        entry.type = 'button';
        entry.dataset.slide = at;
        if (at === current) entry.setAttribute('aria-current', 'true');
        entriesList.append(entry);
      }
      group.append(entriesList);
      return group;
    }));
    overview.showModal();
    overview.querySelector('[aria-current]')?.focus();
  }

  /// What a slide is called in the overview.
  function nameOf(slide) {
    const titled = (node) => node.querySelector('.sw-fig-no, .sw-predict-head')?.textContent ?? '';
    if (slide.figure) {
      const part = slide.parts > 1 ? ` (${slide.part + 1}/${slide.parts})` : '';
      return `${titled(slide.figure).trim()}${part}`;
    }
    if (slide.lab) return titled(slide.lab).trim() || words.program;
    const section = slide.atoms.at(-1).section ?? slide.atoms[0].section;
    if (slide.question) return `${titled(section).trim()}${slide.isAnswer ? ` ✓` : ''}`;
    return words.text;
  }

  return { build, list, nameOf, words };
})();
