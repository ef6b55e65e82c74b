// The page's own script, in parts; each part is one concern, and this one is what they share.
'use strict';

const workbook = {
  /// The folder of the hashed assets, wherever the site was put.
  assets: new URL('.', document.currentScript.src),

  /// From this page to the first page of its language.
  root: document.body.dataset.root,

  /// A sentence of the page's language, with its blanks filled in.
  say(name, blanks = {}) {
    const sentence = document.body.dataset[name] ?? '';
    return sentence.replace(/\{(\w+)\}/g, (blank, key) => String(blanks[key] ?? blank));
  },

  remember(key, value) {
    try {
      localStorage.setItem(key, value);
    } catch {
      // Storage may be full or forbidden: then the choice lasts as long as the page.
    }
  },

  remembered(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },

  /// Adds a classic script, which unlike a module also works on file://, and waits for it.
  load(url) {
    return new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = url;
      script.addEventListener('load', () => resolve());
      script.addEventListener('error', () => {
        script.remove(); // so that a later attempt starts afresh
        reject(new Error(String(url)));
      });
      document.head.append(script);
    });
  },
};
