// What is loaded only when it is needed: search, figures, the copy kept for reading offline.
(() => {
  const asset = (name) => new URL(name, workbook.assets);
  let searching;

  /// Loads search once; a failed attempt may be repeated.
  function search() {
    searching ??= workbook.load(asset('@asset(search.js)')).then(
      () => window.workbookSearch,
      (reason) => {
        searching = undefined;
        throw reason;
      },
    );
    return searching;
  }

  async function openSearch() {
    const dialog = document.querySelector('[data-search]');
    const status = dialog.querySelector('[role="status"]');
    if (dialog.open) return;
    dialog.showModal();
    dialog.querySelector('input').focus();
    status.textContent = workbook.say('loading');
    try {
      await (await search()).open(dialog);
    } catch {
      status.textContent = workbook.say('offline');
    }
  }

  document.querySelector('[data-open-search]').addEventListener('click', openSearch);
  document.querySelector('[data-close-search]').addEventListener('click', (event) => {
    event.target.closest('dialog').close();
  });
  if (new URLSearchParams(location.search).has('highlight')) {
    // Without the script the page is still the right page, only without its marks.
    search().then((loaded) => loaded.highlight(), () => undefined);
  }

  /// The whole book on one page repeats every id, so its figures stay printed.
  const isPrint = /\/print(\.html)?$/.test(location.pathname);
  const figures = isPrint ? [] : [...document.querySelectorAll('[data-figure]')];
  let loading;

  function loadFigures() {
    loading ??= workbook.load(asset('@asset(figures-loader.js)')).catch((reason) => {
      loading = undefined;
      console.warn(reason);
    });
    return loading;
  }

  /// The figures' program, for what it does beside figures.
  workbook.figuresProgram = async () => {
    await loadFigures();
    if (!workbook.program) throw new Error('the program of the figures is not there');
    return workbook.program;
  };

  /// Has a figure live that the page does not bring to life by itself, and gives back the program.
  workbook.figureOnDemand = async (figure) => {
    figure.dataset.figure = figure.dataset.figureOnDemand;
    const program = await workbook.figuresProgram();
    await workbook.bringToLife(figure);
    return program;
  };

  const carriesState = [...new URLSearchParams(location.search).keys()]
    .some((key) => key.startsWith('f.'));
  if (figures.length > 0 && carriesState) {
    loadFigures();
  } else if (figures.length > 0) {
    const watch = (rootMargin) => new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      near.disconnect();
      seen.disconnect();
      loadFigures();
    }, { rootMargin });
    // What waits for an answer is not needed before it is seen.
    const near = watch('100% 0px');
    const seen = watch('0px');
    for (const figure of figures) (figure.hasAttribute('data-after') ? seen : near).observe(figure);
  }

  /// Tells the style sheet whether the reader is at work in a figure.
  function atWork(element) {
    const figure = element?.closest('.sw-figure') ?? null;
    document.documentElement.toggleAttribute('data-at-work', figure !== null);
  }

  document.addEventListener('focusin', (event) => atWork(event.target));
  document.addEventListener('focusout', (event) => atWork(event.relatedTarget));

  /// Has the rest of this language kept for reading offline, once nothing else is to be done. Who
  /// saves data keeps what they read, and no more.
  function keepInIdleTime(registration) {
    if (navigator.connection?.saveData) return;
    const whenIdle = window.requestIdleCallback ?? ((task) => setTimeout(task, 2000));
    whenIdle(() => registration.active?.postMessage('idle'));
  }

  // While the book is being written, an old copy of a page would only confuse.
  const isBeingWritten = document.querySelector('script[src="/__dev.js"]') !== null;
  if ('serviceWorker' in navigator && location.protocol !== 'file:' && !isBeingWritten) {
    addEventListener('load', () => {
      // Some hosts and private windows forbid workers: then the book is read online.
      navigator.serviceWorker.register(new URL('../sw.js', workbook.assets))
        .then(() => navigator.serviceWorker.ready).then(keepInIdleTime).catch(() => undefined);
    });
  }
})();
