// The front door: on to the language that was chosen before, or that the browser speaks.
(() => {
  'use strict';
  const known = ['en', 'ko'];

  function remembered() {
    try {
      return localStorage.getItem('workbook.language');
    } catch {
      return null;
    }
  }

  function spoken() {
    const wanted = navigator.languages.map((tag) => tag.toLowerCase().split('-')[0]);
    return wanted.find((language) => known.includes(language));
  }

  const chosen = remembered();
  const language = known.includes(chosen) ? chosen : spoken() ?? 'en';
  location.replace(`${language}/index.html${location.search}${location.hash}`);
})();
