// How large a slide is shown: as large as fits, between what the last row reads and what must be.
const workbookFitting = (() => {
  const html = document.documentElement;

  /// Pixels for a rem in a window of 1280 by 720: at best, and at least. 1rem is 10px in the page.
  const SIZES = { text: [15, 11], figure: [11, 4], lab: [11, 4] };

  /// How much larger the window is than 1280 by 720.
  function scale() {
    return Math.max(0.66, Math.min(innerWidth / 1280, innerHeight / 720));
  }

  /// Text is set in other type. A figure is scaled as a whole: what it looks like hangs on its
  /// width in pixels, and its drawings on nothing else.
  function set(size, kind) {
    const isText = kind === 'text';
    html.style.setProperty('--slide-rem', `${((isText ? size : 10) * scale()).toFixed(2)}px`);
    html.style.setProperty('--slide-zoom', isText ? 1 : (size / 10).toFixed(3));
  }

  function overflows(main) {
    return main.scrollHeight > main.clientHeight + 1 || main.scrollWidth > main.clientWidth + 1;
  }

  /// Shows the slide as large as fits, at most `most`; gives back how large that is.
  function fit(main, kind, most = SIZES[kind][0]) {
    const [, least] = SIZES[kind];
    set(most, kind);
    if (!overflows(main)) return most;
    let [small, large] = [least, most];
    for (let round = 0; round < 7; round += 1) {
      const middle = (small + large) / 2;
      set(middle, kind);
      if (overflows(main)) large = middle;
      else small = middle;
    }
    set(small, kind);
    return small;
  }

  return { fit, set, scale, SIZES };
})();
