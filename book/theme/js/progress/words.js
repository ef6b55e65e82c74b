// What the pages of progress and of the quiz share: their words, which stand in the page, and how
// they make elements.
const part = {
  /// The place in the page that belongs to the script; its attributes hold the words.
  host: document.querySelector('[data-progress-page], [data-quiz]'),

  /// A sentence of the page's language, with its blanks filled in.
  say(name, blanks = {}) {
    const sentence = part.host.getAttribute(`data-say-${name}`) ?? '';
    return sentence.replace(/\{(\w+)\}/g, (blank, key) => String(blanks[key] ?? blank));
  },

  /// An element with attributes and children; `undefined` among them is left out.
  make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== undefined && value !== false) element.setAttribute(name, value);
    }
    element.append(...children.flat().filter((child) => child !== undefined && child !== false));
    return element;
  },

  button(name, act, kind = '', blanks = {}) {
    const attributes = { type: 'button', class: `sw-btn ${kind}`.trim(), 'data-act': name };
    const button = part.make('button', attributes, part.say(name, blanks));
    button.addEventListener('click', act);
    return button;
  },

  /// A button that acts at its second press; the first says what it would do.
  twice(name, sure, act, blanks = () => ({})) {
    const button = part.button(name, () => {
      if (button.dataset.sure !== undefined) {
        settle();
        act();
        return;
      }
      button.dataset.sure = '';
      button.textContent = part.say(sure, blanks());
    }, 'sw-btn--quiet');
    const settle = () => {
      delete button.dataset.sure;
      button.textContent = part.say(name);
    };
    button.addEventListener('blur', settle);
    return button;
  },

  /// Gives the reader a file. It is made here and goes nowhere.
  save(name, text) {
    const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
    const link = part.make('a', { href: address, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  },

  /// Today, as a file or a summary is dated.
  today() {
    const now = new Date();
    const two = (number) => String(number).padStart(2, '0');
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  },
};
