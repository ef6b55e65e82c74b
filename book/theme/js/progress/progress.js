// The progress page: drawn from the catalogue and the record, and anew with every change of it.
(async () => {
  const { host, make } = part;

  try {
    await workbook.load(`${workbook.root}progress-catalogue.js`);
  } catch {
    host.append(make('p', { role: 'status' }, part.say('r-program')));
    return;
  }
  const shown = make('div', { class: 'sw-overview' });

  function draw() {
    const open = [...shown.querySelectorAll('details[open][data-chapter]')];
    const names = new Set(open.map(({ dataset }) => dataset.chapter));
    const from = performance.now();
    shown.replaceChildren(...overview.make(state.read(), names).filter((it) => it));
    host.getBoundingClientRect(); // laid out
    performance.measure('progress-drawn', { start: from, end: performance.now() });
  }

  draw();
  const print = make('p', { class: 'sw-noprint' }, part.button('print-page', () => window.print()));
  host.append(shown, print, summary.make(() => state.read()), ...transfer.make(draw));
  host.dataset.drawn = '';
  workbook.record.onChange(draw);
  // Programs change in other tabs without the record.
  addEventListener('storage', ({ key }) => {
    if (key === null || key.startsWith('workbook.lab.')) draw();
  });
})();
