// Keys of the page as a whole. They stay silent wherever a key means something else.
(() => {
  const BUSY = [
    '.sw-figure', 'input', 'textarea', 'select', 'button', 'summary', 'dialog', 'audio', 'video',
    '[contenteditable]', '[tabindex="0"]', '[role="slider"]', '[role="application"]',
  ].join();

  function turn(direction) {
    document.querySelector(`.turn [rel="${direction}"]`)?.click();
  }

  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest?.(BUSY) || document.querySelector('dialog[open]')) return;
    if (document.documentElement.classList.contains('has-projector')) return;
    if (event.key === 'ArrowLeft') turn('prev');
    else if (event.key === 'ArrowRight') turn('next');
    else if (event.key === '/') {
      event.preventDefault(); // the slash opens the line, it does not begin it
      document.querySelector('[data-open-search]').click();
    }
  });
})();
