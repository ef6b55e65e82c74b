// For who teaches: the notes of a page, fetched when they are switched on; and the slides.
(() => {
  const KEY = 'workbook.teaching';
  const { body } = document;
  const html = document.documentElement;
  const button = document.querySelector('[data-set-teaching]');
  if (!button) return;
  const status = document.querySelector('[data-teaching-status]');
  const asked = new URLSearchParams(location.search);
  const asset = (name) => new URL(name, workbook.assets);
  /// The instructor's edition holds the notes from the start, and shows them unless told not to.
  const isInstructors = body.dataset.edition === 'instructor';
  let isIn = isInstructors;
  let loading;

  function isWanted() {
    if (asked.has('teaching')) return asked.get('teaching') !== 'off';
    return (workbook.remembered(KEY) ?? (isInstructors ? 'on' : 'off')) === 'on';
  }

  function style() {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = asset('@asset(teaching.css)');
    document.head.append(link);
    return new Promise((resolve, reject) => {
      link.addEventListener('load', resolve);
      link.addEventListener('error', reject);
    });
  }

  /// Puts the notes of the page below its headings.
  function put({ head, first, sections }) {
    for (const [id, notes] of Object.entries(sections)) {
      const heading = document.getElementById(id);
      heading?.insertAdjacentHTML('afterend', (id === first ? head : '') + notes);
    }
    isIn = true;
  }

  function load() {
    loading ??= Promise.all([workbook.load(`${workbook.root}${body.dataset.notes}`), style()])
      .then(() => put(workbook.notes))
      .catch((reason) => {
        loading = undefined;
        throw reason;
      });
    return loading;
  }

  async function show(isOn) {
    status.hidden = true;
    html.classList.toggle('has-notes', isOn);
    button.setAttribute('aria-pressed', String(isOn));
    if (!isOn || isIn || !body.dataset.notes) return;
    try {
      await load();
    } catch {
      html.classList.remove('has-notes');
      button.setAttribute('aria-pressed', 'false');
      status.textContent = workbook.say('unreached');
      status.hidden = false;
    }
  }

  button.addEventListener('click', () => {
    const isOn = button.getAttribute('aria-pressed') !== 'true';
    asked.delete('teaching');
    workbook.remember(KEY, isOn ? 'on' : 'off');
    show(isOn);
  });
  addEventListener('storage', ({ key }) => {
    if (key === KEY) show(isWanted());
  });
  show(isWanted());

  let slides;

  /// Loads what shows slides, once, and begins at the place that is read.
  async function openSlides(from) {
    for (const menu of document.querySelectorAll('[data-menu]')) menu.open = false;
    slides ??= workbook.load(asset('@asset(slides.js)')).catch((reason) => {
      slides = undefined;
      throw reason;
    });
    await slides;
    await workbook.slides.open(from);
  }

  const begin = (from) => openSlides(from).catch((reason) => console.warn(reason));
  const opener = document.querySelector('[data-open-slides]');
  opener.addEventListener('click', () => begin());
  workbook.openSlides = () => begin();
  // A link to slides names one of them, or what stands on it.
  if (asked.has('slides') || /^#slide(?:-\d+)?$/.test(location.hash)) begin(location.hash.slice(1));
})();
