// Figures of other chapters, on the list of all scenarios: each comes to life when it is opened.
(() => {
  const isPrint = /\/print(\.html)?$/.test(location.pathname);
  const figures = isPrint ? [] : document.querySelectorAll('[data-figure-on-demand][data-script]');
  const asked = new URLSearchParams(location.search);

  async function open(figure) {
    const button = figure.querySelector('[data-open-figure]');
    if (!button || button.disabled) return;
    button.disabled = true;
    try {
      await workbook.figureOnDemand(figure);
      button.closest('.sw-cover').remove();
      figure.focus({ preventScroll: true });
    } catch {
      button.disabled = false; // the figure says why; the next press tries again
    }
  }

  for (const figure of figures) {
    figure.querySelector('[data-open-figure]').addEventListener('click', () => open(figure));
    if (asked.has(`f.${figure.dataset.name}`)) open(figure);
  }
})();
