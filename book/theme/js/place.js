// Where the reader was: noted on every chapter, offered on the start page.
(() => {
  const KEY = 'workbook.place';
  const offer = document.querySelector('p[data-continue]');
  const page = location.pathname.split('/').pop() || 'index.html';
  const inContents = (name) =>
    [...document.querySelectorAll('.sidebar a')].find((link) => link.getAttribute('href') === name);

  /// The place that was noted, if the book still has it.
  function noted() {
    const [name, section, title, language] = (workbook.remembered(KEY) ?? '').split('\n');
    const chapter = name && inContents(name);
    return chapter ? { chapter, section, title, language } : undefined;
  }

  if (offer) {
    const place = noted();
    if (!place) return;
    const link = document.createElement('a');
    link.href = place.chapter.getAttribute('href') + (place.section ? `#${place.section}` : '');
    const name = place.chapter.cloneNode(true);
    name.querySelector('.toc-mark')?.remove();
    const isSame = place.language === document.documentElement.lang;
    link.textContent = name.textContent.trim() + (isSame && place.title ? ` · ${place.title}` : '');
    offer.append(workbook.say('continueLabel'), ' ', link);
    offer.hidden = false;
    return;
  }
  // Only what is numbered is a place to come back to.
  if (!inContents(page)?.matches('.numbered')) return;

  /// How far down a heading may stand and still be the one that is read.
  const READ_PX = 200;
  const headings = [...document.querySelectorAll('main :is(h2, h3)[id]')];
  let timer;

  function note() {
    const passed = headings.filter((it) => it.getBoundingClientRect().top < READ_PX);
    const heading = passed.at(-1);
    const { lang } = document.documentElement;
    const parts = [page, heading?.id ?? '', heading?.textContent ?? '', lang];
    workbook.remember(KEY, parts.join('\n'));
  }

  addEventListener('scroll', () => {
    clearTimeout(timer);
    timer = setTimeout(note, 400);
  }, { passive: true });
  addEventListener('pagehide', note);
  note();
})();
