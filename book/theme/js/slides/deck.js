// Slides: the page itself, shown piece by piece. Nothing is moved or copied, so figures live on,
// and programs go on running.
workbook.slides = (() => {
  const html = document.documentElement;
  const main = document.getElementById('main');
  const { words } = workbookSlideFurniture;
  /// How long figures may take to come to life before the page is cut as it is.
  const PATIENCE_MS = 6000;
  /// Where every key means something else.
  const FIELDS = 'input, textarea, select, [contenteditable="true"]';

  let slides = [];
  let atoms = [];
  let known = [];
  let current = 0;
  let size = 0;
  let room = 0;
  let parts;
  let isOpen = false;
  let opened = [];

  /// The styles are there before anything is measured.
  const styled = new Promise((resolve, reject) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = new URL('@asset(slides.css)', workbook.assets);
    link.addEventListener('load', resolve);
    link.addEventListener('error', reject);
    document.head.append(link);
  });

  /// A figure that waits for a file has another height before it.
  async function fetched() {
    const ends = performance.now() + PATIENCE_MS;
    while (main.querySelector('[data-fetching]') && performance.now() < ends) {
      await new Promise((resolve) => { requestAnimationFrame(resolve); });
    }
  }

  /// Every figure of the page, alive if that does not take too long.
  async function alive() {
    const figures = [...main.querySelectorAll('[data-figure]')];
    if (figures.length === 0) return;
    const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE_MS); });
    const live = workbook.figuresProgram().then(() => {
      const each = figures.map((figure) => workbook.bringToLife(figure).catch(() => undefined));
      return Promise.all(each);
    }).then(fetched);
    await Promise.race([live, late]).catch(() => undefined);
  }

  /// Lays the whole page out in the size of a slide, and cuts it.
  function cut() {
    html.classList.add('is-measured');
    for (const node of known) node.removeAttribute('data-slide-off');
    atoms = workbookAtoms.of(main);
    known = [...new Set(atoms.flatMap((it) => [it.node, ...it.chain]))];
    // What stands in no piece is never shown.
    const spare = [...main.children].filter((node) => !known.includes(node));
    const { SIZES, set, scale } = workbookFitting;
    set(10, 'figure');
    const cutFigures = new Map(atoms.filter((it) => it.kind === 'figure')
      .map(({ node }) => [node, workbookFigureParts.partsOf(node, room / scale())]));
    set(SIZES.text[0], 'text');
    slides = workbookCutting.cut(atoms, room, (figure) => cutFigures.get(figure));
    for (const slide of slides) slide.name = workbookSlideFurniture.nameOf(slide);
    html.classList.remove('is-measured');
    known.push(...spare);
  }

  function roomOf() {
    const style = getComputedStyle(main);
    return main.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
  }

  /// What a slide shows of the page.
  function uncoverPieces(slide) {
    const shown = new Set(slide.atoms.flatMap((it) => [it.node, ...it.chain]));
    for (const node of known) node.toggleAttribute('data-slide-off', !shown.has(node));
  }

  /// The lines of a listing that a slide shows.
  function openWindow({ lines }) {
    for (const pre of main.querySelectorAll('pre[data-slide-lines]')) {
      pre.removeAttribute('data-slide-lines');
      pre.style.removeProperty('--slide-lines');
      pre.scrollTop = 0;
    }
    if (!lines) return;
    const { pre, from, count } = lines;
    pre.dataset.slideLines = '';
    pre.style.setProperty('--slide-lines', count);
    pre.scrollTop = from * parseFloat(getComputedStyle(pre).lineHeight);
  }

  /// The blocks of a figure that a slide shows: as many as were cut, whatever it has become.
  function openPart({ figure, part, parts: count }) {
    for (const block of parts ?? []) block.removeAttribute('data-slide-off');
    parts = undefined;
    if (!figure || count < 2) return;
    workbookFitting.set(10, 'figure');
    const cutNow = workbookFigureParts.partsOf(figure, room / workbookFitting.scale());
    const at = Math.min(part, cutNow.length - 1);
    const isMine = (index) => index === at || (part === count - 1 && index > at);
    const mine = new Set(cutNow.flatMap((blocks, index) => (isMine(index) ? blocks : [])));
    parts = cutNow.flat().filter((block) => !mine.has(block));
    for (const block of parts) block.setAttribute('data-slide-off', '');
  }

  function fit(most) {
    const slide = slides[current];
    const kind = slide.figure ? 'figure' : slide.lab ? 'lab' : 'text';
    size = workbookFitting.fit(main, kind, most);
    html.dataset.slideKind = kind;
    if (slide.lines) openWindow(slide);
  }

  /// What grows while it is shown becomes smaller, and does not jump back.
  const grown = new ResizeObserver(() => {
    if (isOpen && main.scrollHeight > main.clientHeight + 1) fit(size);
  });

  function answer(slide) {
    if (!slide.question) return;
    const { questions } = workbook;
    if (slide.isAnswer) questions.tell(slide.question);
    else questions.ask(slide.question);
  }

  function show(at) {
    current = Math.max(0, Math.min(at, slides.length - 1));
    const slide = slides[current];
    if (main.contains(document.activeElement)) document.activeElement.blur();
    grown.disconnect();
    html.dataset.slideKind = slide.figure ? 'figure' : slide.lab ? 'lab' : 'text';
    answer(slide);
    uncoverPieces(slide);
    openPart(slide);
    openWindow(slide);
    fit();
    main.scrollTop = 0;
    grown.observe(slide.atoms.at(-1).node);
    write(slide);
    main.focus({ preventScroll: true });
  }

  function write(slide) {
    const chapter = main.querySelector('h1')?.textContent ?? '';
    const section = slide.heading?.matches('h1') ? '' : slide.heading?.textContent ?? '';
    const number = `${current + 1} / ${slides.length}`;
    furniture.place.textContent = [chapter, section].filter(Boolean).join(' · ');
    furniture.number.textContent = number;
    sayKeys();
    document.getElementById('sw-announcer').textContent = `${number} ${slide.name}`;
    const address = new URL(location.href);
    address.searchParams.set('slides', '');
    address.hash = `slide-${current + 1}`;
    history.replaceState(history.state, '', address.href.replace('slides=', 'slides'));
  }

  /// Whose keys they are at this moment.
  function sayKeys() {
    const isTaken = document.activeElement?.closest('.sw-figure, input, textarea, select');
    furniture.keys.textContent = isTaken ? words.keysTaken : words.keys;
  }

  const deck = {
    show,
    turn: (step) => show(current + step),
    overview: () => workbookSlideFurniture.list(furniture.overview, slides, current),
    close,
  };
  let furniture;

  /// The slide that an address names: by its number, or by something that stands on it.
  function placeOf(name) {
    const number = /^slide-(\d+)$/.exec(name ?? '');
    if (number) return Number(number[1]) - 1;
    const wanted = name && document.getElementById(name);
    if (!wanted) return 0;
    const holds = ({ node, heading }) => node === wanted || node.contains(wanted)
      || heading === wanted || wanted.contains(node);
    return Math.max(0, slides.findIndex((slide) => slide.atoms.some(holds)));
  }

  /// The heading or the figure that is read at this moment.
  function readNow() {
    const tall = [...main.querySelectorAll(':is(h2, h3, .sw-figure, .sw-question)[id]')];
    return tall.findLast((node) => node.getBoundingClientRect().top < innerHeight / 3)?.id;
  }

  async function open(from = readNow()) {
    if (isOpen) return;
    isOpen = true;
    furniture ??= workbookSlideFurniture.build(deck);
    await Promise.all([styled, alive()]);
    html.classList.add('has-slides');
    opened = [...main.querySelectorAll('details:not([open], .sw-notes)')]
      .filter((node) => !node.closest('.sw-figure'));
    for (const node of opened) node.open = true;
    room = roomOf();
    cut();
    addEventListener('keydown', pressed, true);
    addEventListener('focusin', sayKeys);
    addEventListener('resize', resized);
    show(placeOf(from));
  }

  function close() {
    if (!isOpen) return;
    isOpen = false;
    const slide = slides[current];
    grown.disconnect();
    removeEventListener('keydown', pressed, true);
    removeEventListener('focusin', sayKeys);
    removeEventListener('resize', resized);
    openPart({});
    openWindow({});
    for (const node of known) node.removeAttribute('data-slide-off');
    for (const node of opened) node.open = false;
    html.classList.remove('has-slides');
    delete html.dataset.slideKind;
    html.style.removeProperty('--slide-rem');
    html.style.removeProperty('--slide-zoom');
    workbook.questions.recall();
    const address = new URL(location.href);
    address.searchParams.delete('slides');
    address.hash = '';
    history.replaceState(history.state, '', address.href.replace(/#$/, ''));
    const node = slide.figure ?? slide.lab ?? slide.atoms[0].node;
    node.scrollIntoView({ block: 'start' });
  }

  let timer;

  function resized() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!isOpen) return;
      const { node } = slides[current].atoms[0];
      openPart({});
      openWindow({});
      room = roomOf();
      cut();
      show(Math.max(0, slides.findIndex((slide) => slide.atoms.some((it) => it.node === node))));
    }, 200);
  }

  const KEYS = {
    ArrowRight: () => deck.turn(1),
    ArrowLeft: () => deck.turn(-1),
    Home: () => show(0),
    End: () => show(slides.length - 1),
    Escape: () => close(),
    o: () => deck.overview(),
    O: () => deck.overview(),
  };

  /// PageUp and PageDown turn wherever the focus is; a figure or a field keeps all other keys, and
  /// Esc gives them back to the slides.
  function pressed(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    if (document.querySelector('dialog[open]')) return;
    const turns = { PageDown: 1, PageUp: -1 }[event.key];
    const isTaken = event.target.closest?.(`.sw-figure, ${FIELDS}`);
    if (isTaken && !turns) {
      if (event.key === 'Escape') setTimeout(() => main.focus({ preventScroll: true }));
      return;
    }
    const act = turns ? () => deck.turn(turns) : KEYS[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  return { open, close, get count() { return slides.length; } };
})();
