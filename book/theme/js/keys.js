// Keys of the page as a whole. They stay silent wherever a key means something else.
(() => {
  const BUSY = [
    '.sw-figure', 'input', 'textarea', 'select', 'button', 'summary', 'dialog', 'audio', 'video',
    '[contenteditable]', '[tabindex="0"]', '[role="slider"]', '[role="application"]',
  ].join();

  /// The figure in which the reader was last at work. When what had the focus is taken out of the
  /// page, nothing has it; a key pressed then was not meant to turn the page.
  let figure = null;
  const note = (event) => { figure = event.target.closest?.('.sw-figure') ?? null; };
  addEventListener('focusin', note);
  addEventListener('pointerdown', note);

  /// Gives a lost focus back to the figure that had it.
  function wasLost(event) {
    const isLost = event.target === document.body && figure?.isConnected;
    if (isLost) figure.focus({ preventScroll: true });
    return isLost;
  }

  function turn(direction) {
    document.querySelector(`.turn [rel="${direction}"]`)?.click();
  }

  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest?.(BUSY) || document.querySelector('dialog[open]')) return;
    if (document.documentElement.classList.contains('has-projector')) return;
    if (/^Arrow(?:Left|Right)$/.test(event.key) && wasLost(event)) return;
    if (event.key === 'ArrowLeft') turn('prev');
    else if (event.key === 'ArrowRight') turn('next');
    else if (/^[sSㄴ]$/.test(event.key) && workbook.openSlides) workbook.openSlides();
    else if (event.key === '/') {
      event.preventDefault(); // the slash opens the line, it does not begin it
      document.querySelector('[data-open-search]').click();
    }
  });
})();
