// A missing page is served at any depth, but this script knows where it came from: the links of
// the page are put right from there.
(() => {
  'use strict';
  const site = new URL('..', document.currentScript.src);
  document.addEventListener('DOMContentLoaded', () => {
    for (const link of document.querySelectorAll('[data-page]')) {
      link.href = new URL(link.dataset.page, site).href;
    }
  });
})();
