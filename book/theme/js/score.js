// How it goes: right and wrong on this page and in the whole book, in the menu and beside each
// chapter.
(() => {
  const menu = document.querySelector('[data-score]');
  /// What each page asks: the table of contents says it.
  const pages = [...document.querySelectorAll('.sidebar a[data-questions]')].map((link) => ({
    link,
    name: link.dataset.page,
    questions: link.dataset.questions.split(' ').map((name) => `${link.dataset.page}/${name}`),
  }));
  if (!menu || pages.length === 0) return;
  menu.hidden = false;
  const here = pages.find(({ link }) => link.hasAttribute('aria-current'));
  const summary = menu.querySelector('summary');
  const counts = menu.querySelector('[data-counts]');
  const reset = menu.querySelector('[data-reset-page]');
  const nextOpen = menu.querySelector('[data-next-open]');

  function count(questions, answers) {
    const tally = { right: 0, wrong: 0, seen: 0, all: questions.length };
    for (const question of questions) {
      const grade = answers.get(question)?.grade;
      if (grade in tally) tally[grade] += 1;
    }
    const answered = tally.right + tally.wrong + tally.seen;
    return { ...tally, answered, open: tally.all - answered };
  }

  /// The mark of a chapter, or of the book, in the table of contents; none before its first answer.
  function mark(link, tally) {
    let place = link.querySelector('.toc-mark');
    if (!place) {
      place = document.createElement('span');
      place.className = 'toc-mark';
      place.setAttribute('role', 'img');
      link.append(place);
    }
    place.hidden = tally.answered === 0;
    const done = tally.open === 0 ? `✓ ${tally.right}` : tally.answered;
    place.textContent = `${done}/${tally.all}`;
    place.setAttribute('aria-label', workbook.say('progress', tally));
  }

  function write(part, tally) {
    const place = menu.querySelector(`[data-score-of="${part}"]`);
    place.hidden = false;
    place.querySelector('span').textContent = workbook.say('tally', tally);
  }

  /// How the page goes, in the head of each of its questions.
  function writeBeside({ right, wrong, answered, all }) {
    for (const head of document.querySelectorAll('.sw-question .sw-predict-head')) {
      let place = head.querySelector('.sw-question-tally');
      if (!place && answered > 0) {
        place = document.createElement('span');
        place.className = 'sw-question-tally';
        head.append(place);
      }
      if (place) place.textContent = answered > 0 ? `✓ ${right} ✕ ${wrong} ${answered}/${all}` : '';
    }
  }

  /// Where the next open question of this page stands.
  function firstOpen(answers) {
    const open = here?.questions.find((question) => !answers.has(question));
    if (!open) return undefined;
    const [whole, figure] = [open, open.replace(/\.[^.]*$/, '')];
    return document.querySelector(`.sw-question[data-question="${CSS.escape(whole)}"]`)
      ?? document.querySelector(`.sw-figure[data-question="${CSS.escape(figure)}"]`)
      ?? document.querySelector(`.sw-exercise[data-exercise="${CSS.escape(whole)}"]`);
  }

  function draw() {
    const answers = workbook.record.answers();
    for (const { link, questions } of pages) mark(link, count(questions, answers));
    const book = count(pages.flatMap(({ questions }) => questions), answers);
    mark(document.querySelector('.sidebar-title a'), book);
    write('book', book);
    const shown = here ? count(here.questions, answers) : book;
    if (here) write('page', shown);
    counts.textContent = '';
    for (const [kind, sign] of [['right', '✓'], ['wrong', '✕']]) {
      const part = document.createElement('span');
      part.className = `is-${kind}`;
      part.textContent = `${sign} ${shown[kind]}`;
      counts.append(part, ' ');
    }
    counts.append(`${shown.answered}/${shown.all}`);
    writeBeside(shown);
    reset.hidden = !here || shown.answered === 0;
    settle();
    const open = firstOpen(answers);
    nextOpen.hidden = !open;
    if (open) nextOpen.href = `#${open.id}`;
  }

  /// Forgetting takes two presses.
  function settle() {
    reset.textContent = workbook.say('forget');
    delete reset.dataset.sure;
  }
  reset.addEventListener('blur', settle);
  reset.addEventListener('click', async () => {
    if (reset.dataset.sure === undefined) {
      reset.dataset.sure = '';
      const { answered } = count(here.questions, workbook.record.answers());
      reset.textContent = workbook.say('sure', { count: answered });
      return;
    }
    await workbook.record.reset(here.name);
    document.dispatchEvent(new Event('workbook:reset'));
    notice('forgotten');
    summary.focus();
  });
  nextOpen.addEventListener('click', () => {
    menu.open = false;
    const target = document.querySelector(nextOpen.hash);
    const first = target.querySelector('[data-judge], input, [data-uncover]') ?? target;
    // After the jump itself, which takes the focus along.
    requestAnimationFrame(() => first.focus({ preventScroll: true }));
  });

  /// One sentence at the foot of the window; it goes when it is read or replaced.
  function notice(name) {
    let place = document.querySelector('.record-notice');
    if (!place) {
      place = document.createElement('p');
      place.className = 'found record-notice';
      place.setAttribute('role', 'status');
      const text = document.createElement('span');
      const close = document.createElement('button');
      close.type = 'button';
      close.className = 'sw-btn sw-btn--quiet';
      close.textContent = workbook.say('clear');
      close.addEventListener('click', () => place.remove());
      place.append(text, close);
      document.body.append(place);
    }
    const words = document.querySelector(`[data-notice="${name}"]`).textContent;
    place.querySelector('span').textContent = words.replace(/\s+/g, ' ');
  }

  workbook.record.onChange((reason) => {
    draw();
    if (reason) notice(reason);
  });
  draw();
  if (workbook.record.refused) notice(workbook.record.refused);
})();
