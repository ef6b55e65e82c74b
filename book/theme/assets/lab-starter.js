// All that a page loads for its labs before one of them is used: tabs, and who is waited for.
(() => {
  'use strict';
  const labs = [...document.querySelectorAll('[data-lab]')];
  const isDisk = location.protocol === 'file:';
  let loading;

  /// Loads the labs' script once; a failed attempt may be repeated.
  function load() {
    loading ??= workbook.load(new URL('@asset(lab.js)', workbook.assets)).catch((reason) => {
      loading = undefined;
      throw reason;
    });
    return loading;
  }

  /// For who needs labs beside them.
  workbook.loadLabs = load;

  /// Whether a lab waits for an answer: until then its programs are there to be read and saved, and
  /// nothing else is done with them.
  workbook.labWaits = (lab, what) =>
    !['files', 'save'].includes(what) && workbook.questions.areAwaited(lab);

  function choose(lab, tab) {
    for (const other of lab.querySelectorAll('.sw-lab-tab')) {
      const isIt = other === tab;
      other.setAttribute('aria-selected', String(isIt));
      other.tabIndex = isIt ? 0 : -1;
      const panel = document.getElementById(other.getAttribute('aria-controls'));
      panel.toggleAttribute('data-chosen', isIt);
    }
  }

  function move(event, lab) {
    const tabs = [...lab.querySelectorAll('.sw-lab-tab')];
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || !tabs.includes(event.target)) return;
    const next = tabs[(tabs.indexOf(event.target) + step + tabs.length) % tabs.length];
    event.preventDefault();
    choose(lab, next);
    next.focus();
  }

  /// Has the labs' script do what was asked for first.
  async function act(lab, what, detail) {
    if (workbook.labWaits(lab, what)) return;
    const status = lab.querySelector('.sw-lab-status');
    if (isDisk) {
      status.textContent = status.dataset.fromDisk;
      return;
    }
    try {
      await load();
    } catch (reason) {
      const { unreached, theLab } = document.querySelector('[data-lab-words]').dataset;
      status.textContent = unreached.replace('{what}', theLab);
      return;
    }
    workbook.labs.of(lab).act(what, detail);
  }

  for (const lab of labs) {
    lab.addEventListener('click', (event) => {
      const tab = event.target.closest('.sw-lab-tab');
      if (tab) choose(lab, tab);
      const button = event.target.closest('[data-act]');
      if (button) act(lab, button.dataset.act, button);
      const code = event.target.closest('.sw-lab-code');
      if (code && getSelection().isCollapsed) act(lab, 'edit', event);
    });
    // Files and links are offered there.
    lab.querySelector('.sw-lab-own')?.addEventListener('toggle', () => {
      if (!isDisk) act(lab, 'files');
    });
    lab.addEventListener('keydown', (event) => {
      move(event, lab);
      const isRun = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
      if (!isRun || event.defaultPrevented) return;
      event.preventDefault();
      act(lab, 'run');
    });
  }

  /// Who has changed something here before, or follows a link, sees those programs.
  const kept = (lab) => workbook.remembered(`workbook.lab.${lab.dataset.kept}`) !== null;
  const isLinked = location.hash.startsWith('#lab.');
  if (!isDisk && (isLinked || labs.some(kept))) {
    load().then(() => labs.forEach((lab) => workbook.labs.of(lab)), () => undefined);
  }
  addEventListener('hashchange', () => {
    if (!isDisk && location.hash.startsWith('#lab.')) {
      load().then(() => labs.forEach((lab) => workbook.labs.of(lab).open()), () => undefined);
    }
  });
})();
