// Brings the printed figures of a page to life. Loaded when the first of them comes near.
(() => {
  'use strict';
  const language = document.documentElement.lang;
  const asset = (name) => new URL(name, workbook.assets);

  /// The program, what figures fetch, and what each figure says.
  const PROGRAM = ['@asset(figures.js)', '@asset(figures_bg.wasm)'];
  const DATA = @assets(data-*);
  const WORDS = { en: @assets(words-*.en.txt), ko: @assets(words-*.ko.txt) };

  /// The program, with the words of these figures. Modules and fetch need a server; a folder
  /// opened from a disk has one classic script that holds everything.
  async function load(figures) {
    if (location.protocol === 'file:') {
      await workbook.load(asset('figures-portable.js'));
      const { glue, wasm, words } = window.workbookFigures;
      await glue({ module_or_path: bytes(wasm) });
      glue.start(words[language], open);
      return glue;
    }
    const [glue, wasm] = PROGRAM.map(asset);
    const names = new Set(['shared', ...figures.map((figure) => figure.dataset.figure)]);
    const tables = [...names].map((name) => WORDS[language][name]).filter(Boolean);
    const words = tables.map(async (table) => (await answer(asset(table))).text());
    const all = Promise.all([import(glue), answer(wasm), ...words]);
    const [program, binary, ...texts] = await all;
    await program.default({ module_or_path: binary });
    program.start(texts.join(''), open);
    return program;
  }

  async function answer(url) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    return response;
  }

  /// A file that a figure asked for.
  async function open(name) {
    if (location.protocol === 'file:') {
      await workbook.load(asset(`data-portable-${name}.js`));
      return bytes(window.workbookData[name]);
    }
    return new Uint8Array(await (await answer(asset(DATA[name]))).arrayBuffer());
  }

  function bytes(base64) {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
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

  async function start(figures) {
    let program;
    try {
      program = await load(figures);
    } catch (reason) {
      for (const figure of figures) stop(figure, reason);
      return;
    }
    for (const figure of figures) {
      try {
        program.mount(figure);
        figure.dataset.live = ''; // from now on its controls answer, so they are shown
      } catch (reason) {
        stop(figure, reason);
      }
    }
  }

  start([...document.querySelectorAll('[data-figure]')]);
})();
