// Brings the printed figures of a page to life. Loaded when the first of them comes near.
//
// The figures are one program in several files: a base, and what each figure needs beside it. They
// share memory, table and stack, and a figure is mounted once all of its files are in.
(() => {
  'use strict';
  const language = document.documentElement.lang;
  const asset = (name) => new URL(name, workbook.assets);
  const isFolder = location.protocol === 'file:';

  const GLUE = '@asset(figures.js)';
  const PROGRAM = @assets(figures-*.wasm);
  /// What each figure needs beside the base, in the order in which it is put together.
  const NEEDS = @text(figures-needs.json);
  const DATA = @assets(data-*);
  const WORDS = { en: @assets(words-*.en.txt), ko: @assets(words-*.ko.txt) };

  /// Once for each name, however many figures ask.
  function once(work) {
    const begun = new Map();
    return (name) => {
      if (!begun.has(name)) {
        const result = work(name);
        result.catch(() => undefined); // whoever waits for it hears of it
        begun.set(name, result);
      }
      return begun.get(name);
    };
  }

  async function answer(name) {
    const url = asset(name);
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    return response;
  }

  const bytes = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

  /// The names of the words that a figure needs.
  const sectionsOf = (figure) => figure.dataset.words.split(' ');

  /// Modules and fetch need a server; a folder opened from a disk has classic scripts instead.
  const words = once(async (section) => {
    const table = WORDS[language][section];
    return table && !isFolder ? (await answer(table)).text() : '';
  });
  const compiled = once(async (file) => {
    if (!isFolder) return WebAssembly.compile(await (await answer(PROGRAM[file])).arrayBuffer());
    await workbook.load(asset(`figures-portable-${file}.js`));
    return WebAssembly.compile(bytes(window.workbookChunks[file]));
  });

  /// The base, which all figures of the page share, with what they say.
  async function startBase(figures) {
    const names = new Set(['kit', ...figures.flatMap(sectionsOf)]);
    const sections = [...names].map(words);
    let glue;
    let said;
    let wasm;
    if (isFolder) {
      await workbook.load(asset('figures-portable.js'));
      ({ glue, words: { [language]: said } } = window.workbookFigures);
      wasm = bytes(window.workbookFigures.wasm);
    } else {
      [glue, wasm] = await Promise.all([import(asset(GLUE)), answer(PROGRAM.base)]);
    }
    // Where a figure's own words did not come, it says so when it is mounted.
    const heard = await Promise.allSettled(sections);
    if (heard[0].reason) throw heard[0].reason;
    const start = glue.default ?? glue;
    const given = await start({ module_or_path: wasm });
    glue.start(said ?? heard.map(({ value = '' }) => value).join(''), open);
    return { glue, given: { ...given }, names };
  }

  /// The words of a figure that comes after the others, beside those that are there.
  async function hear(figure) {
    const { glue, names } = await base;
    const more = sectionsOf(figure).filter((name) => !names.has(name));
    more.forEach((name) => names.add(name));
    const heard = await Promise.all([...names].map(words));
    if (more.length > 0 && !isFolder) glue.start(heard.join(''), open);
  }

  /// Puts a file's functions beside those that are there; they find each other by names.
  const joined = once(async (file) => {
    const { given } = await base;
    const { exports } = await WebAssembly.instantiate(await compiled(file), { b: given });
    Object.assign(given, exports);
  });

  /// A file that a figure asked for.
  async function open(name) {
    if (isFolder) {
      await workbook.load(asset(`data-portable-${name}.js`));
      return bytes(window.workbookData[name]);
    }
    return new Uint8Array(await (await answer(DATA[name])).arrayBuffer());
  }

  /// The printed panels stay, and say why they do not move.
  function stop(figure, reason) {
    if (figure.querySelector('.sw-notice[data-stopped]')) return;
    const notice = document.createElement('p');
    notice.className = 'sw-notice';
    notice.dataset.stopped = '';
    notice.setAttribute('role', 'status');
    notice.textContent = workbook.say('stopped', { reason: reason?.message ?? reason });
    figure.append(notice);
  }

  /// A figure that begins by itself does so once, when most of it is in view; not for readers who
  /// want less motion, nor where the address holds what somebody wants to show.
  function beginWhenSeen(figure) {
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const isLinked = new URLSearchParams(location.search).has(`f.${figure.dataset.name}`);
    if (isStill || isLinked || !figure.querySelector('[data-seen]')) return;
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      seen.disconnect();
      figure.dispatchEvent(new Event('seen'));
    }, { threshold: 0.6 });
    seen.observe(figure);
    // Whoever comes first begins: the reader's own start is not taken from them.
    const stop = () => seen.disconnect();
    for (const kind of ['keydown', 'pointerdown']) {
      figure.addEventListener(kind, stop, { once: true });
    }
  }

  /// Mounts a figure, once; a failure stands below it and is thrown.
  async function start(figure) {
    try {
      const needs = NEEDS[figure.dataset.figure] ?? [];
      needs.forEach(compiled); // all are asked for at once, and put together in their order
      const { glue } = await base;
      for (const file of needs) await joined(file);
      await hear(figure);
      const hasFocus = figure.contains(document.activeElement);
      glue.mount(figure);
      figure.dataset.live = ''; // from now on its controls answer, so they are shown
      // A link of the printed panels had the focus and is gone: the figure keeps the place.
      if (hasFocus && !figure.contains(document.activeElement)) {
        figure.querySelector('button, a[href]')?.focus({ preventScroll: true });
      }
      beginWhenSeen(figure);
    } catch (reason) {
      stop(figure, reason);
      throw reason;
    }
  }

  const all = [...document.querySelectorAll('[data-figure]')];
  const base = startBase(all);
  workbook.program = base.then(({ glue }) => glue);
  workbook.program.catch(() => undefined);
  base.catch(() => undefined); // each figure says why it stopped
  const begun = new Map();
  workbook.bringToLife = (figure) => {
    if (!begun.has(figure)) begun.set(figure, start(figure));
    return begun.get(figure);
  };
  for (const figure of all) workbook.bringToLife(figure).catch(() => undefined);
})();
