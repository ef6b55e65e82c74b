// The menu bar: theme, language, print; and what its sheets have in common.
(() => {
  const themes = [...document.querySelectorAll('[data-set-theme]')];
  const sheets = [...document.querySelectorAll('[data-menu]')];

  function syncTheme() {
    const chosen = workbook.remembered('workbook.theme') ?? 'auto';
    for (const button of themes) {
      button.setAttribute('aria-pressed', String(button.dataset.setTheme === chosen));
    }
  }

  for (const button of themes) {
    button.addEventListener('click', () => {
      workbook.remember('workbook.theme', button.dataset.setTheme);
      dispatchEvent(new Event('workbook:theme'));
      syncTheme();
    });
  }
  addEventListener('storage', syncTheme);
  syncTheme();

  // The same page in the other language, with its query and its fragment. Both may change while
  // the page is read, so the link is finished at the last moment.
  function finishLink(link) {
    const page = location.pathname.split('/').pop() || 'index.html';
    const target = new URL(`${workbook.root}../${link.dataset.language}/${page}`, document.baseURI);
    target.search = location.search;
    // Words that were searched for in one language mark nothing in the other.
    if (target.searchParams.has('highlight')) target.searchParams.delete('highlight');
    target.hash = location.hash;
    link.href = target.href;
  }

  for (const link of document.querySelectorAll('[data-language]')) {
    finishLink(link);
    for (const moment of ['pointerenter', 'pointerdown', 'focus']) {
      link.addEventListener(moment, () => finishLink(link));
    }
    link.addEventListener('click', () => {
      finishLink(link);
      workbook.remember('workbook.language', link.dataset.language);
    });
  }

  for (const button of document.querySelectorAll('[data-print]')) {
    button.addEventListener('click', () => {
      closeSheets();
      print();
    });
  }

  function closeSheets(except) {
    for (const sheet of sheets) {
      if (sheet !== except) sheet.open = false;
    }
  }

  addEventListener('click', (event) => closeSheets(event.target.closest('[data-menu]')));
  addEventListener('keydown', (event) => {
    const open = sheets.find((sheet) => sheet.open);
    if (event.key === 'Escape' && open) {
      open.open = false;
      open.querySelector('summary').focus();
    }
  });
})();
