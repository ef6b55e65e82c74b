// Runs before the first paint: what the reader chose earlier must not flicker in afterwards.
(() => {
  'use strict';
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');

  function remembered(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // storage may be forbidden; the system then decides
    }
  }

  function applyTheme() {
    const theme = remembered('workbook.theme');
    const isDark = theme === 'dark' || (theme !== 'light' && dark.matches);
    root.classList.toggle('coal', isDark);
    root.classList.toggle('light', !isDark);
  }

  root.classList.add('js');
  root.classList.toggle('no-sidebar', remembered('workbook.sidebar') === 'hidden');
  applyTheme();
  dark.addEventListener('change', applyTheme);
  addEventListener('storage', applyTheme); // another tab chose
  addEventListener('workbook:theme', applyTheme); // this one did
})();
