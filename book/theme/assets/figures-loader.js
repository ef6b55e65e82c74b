// Brings the printed figures of a page to life. Loaded when the first of them comes near.
(() => {
  'use strict';
  const language = document.documentElement.lang;
  const asset = (name) => new URL(name, workbook.assets);

  /// The figures' program and their words. Modules and fetch need a server; a folder opened from
  /// a disk has one classic script that holds everything.
  async function load() {
    if (location.protocol === 'file:') {
      await workbook.load(asset('@asset(figures-portable.js)'));
      const { wasm_bindgen: glue, wasm, words } = window.workbookFigures;
      await glue({ module_or_path: bytes(wasm) });
      return { program: glue, words: words[language] };
    }
    const names = { en: '@asset(words.en.txt)', ko: '@asset(words.ko.txt)' };
    const [program, words] = await Promise.all([
      import(asset('@asset(figures.js)')),
      text(asset(names[language])),
    ]);
    await program.default({ module_or_path: asset('@asset(figures_bg.wasm)') });
    return { program, words };
  }

  async function text(url) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    return response.text();
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

  async function start() {
    const figures = [...document.querySelectorAll('[data-figure]')];
    let loaded;
    try {
      loaded = await load();
      loaded.program.start(loaded.words);
    } catch (reason) {
      for (const figure of figures) stop(figure, reason);
      return;
    }
    for (const figure of figures) {
      try {
        loaded.program.mount(figure);
        figure.dataset.live = ''; // from now on its controls answer, so they are shown
      } catch (reason) {
        stop(figure, reason);
      }
    }
  }

  start();
})();
