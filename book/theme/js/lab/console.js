// What one program writes, in order, and the field in which the reader answers it.
labs.Console = (() => {
  /// How much of the output stays in the page, in characters.
  const KEPT_MOST = 120_000;

  const { make } = labs;

  function drawn(name, actor) {
    const label = labs.say('outputOf', { name });
    const head = make('p', { class: 'sw-lab-console-head' }, make('span', { class: 'sw-mark' }),
      label, make('span', { class: 'sw-label', 'data-end': '' }));
    const text = make('pre', {
      class: 'sw-lab-text', role: 'log', 'aria-label': label, tabindex: '0',
    });
    const input = make('input', {
      class: 'sw-input', type: 'text', maxlength: '4000', spellcheck: 'false',
      autocapitalize: 'off', 'aria-label': labs.say('typeLine', { name }),
    });
    const sign = make('span', { 'aria-hidden': 'true' }, '›');
    const form = make('form', { class: 'sw-lab-input', hidden: '', autocomplete: 'off' },
      make('label', {}, sign, input),
      make('button', { class: 'sw-btn' }, labs.say('sendLine')),
      make('button', {
        type: 'button', class: 'sw-btn sw-btn--quiet', 'data-end-input': '',
      }, labs.say('endInput')));
    const frame = { class: 'sw-lab-console', 'data-console': name, 'data-actor': actor };
    return make('div', frame, head, text, form);
  }

  return class Console {
    /// Of a printed program; `answer` is told what the reader types, and `undefined` at its end.
    constructor({ dataset: { program: name, actor, typed } }, answer) {
      this.element = drawn(name, actor);
      this.text = this.element.querySelector('.sw-lab-text');
      this.end = this.element.querySelector('[data-end]');
      this.form = this.element.querySelector('form');
      this.input = this.form.querySelector('input');
      this.offered = typed;
      this.length = 0;
      this.errors = '';
      this.form.addEventListener('submit', (event) => {
        event.preventDefault();
        this.write('typed', `${this.input.value}\n`);
        answer(`${this.input.value}`);
        this.input.value = '';
      });
      this.form.querySelector('[data-end-input]').addEventListener('click', () => {
        answer(undefined);
        this.form.hidden = true;
      });
    }

    clear() {
      this.text.replaceChildren();
      this.end.textContent = '';
      this.length = 0;
      this.errors = '';
      this.form.hidden = this.offered === undefined;
      this.input.value = this.offered ?? '';
    }

    /// Adds output: of descriptor 1 or 2, or what the reader typed.
    write(from, text) {
      if (from === 2) this.errors = (this.errors + text).slice(-KEPT_MOST);
      const kind = from === 2 ? 'is-err' : from === 'typed' ? 'is-typed' : '';
      const last = this.text.lastElementChild;
      const isAtEnd = this.text.scrollHeight - this.text.scrollTop - this.text.clientHeight < 40;
      if (last && last.className === kind && last.textContent.length < 4_000) {
        last.textContent += text;
      } else {
        const part = document.createElement('span');
        part.className = kind;
        part.textContent = text;
        this.text.append(part);
      }
      this.length += text.length;
      this.cut();
      if (isAtEnd) this.text.scrollTop = this.text.scrollHeight;
    }

    /// Takes the oldest out: a flood may not fill the page.
    cut() {
      if (this.length <= KEPT_MOST) return;
      while (this.length > KEPT_MOST && this.text.childElementCount > 1) {
        const first = this.text.firstElementChild;
        this.length -= first.textContent.length;
        first.remove();
      }
      const note = document.createElement('span');
      note.className = 'is-note';
      note.textContent = `${labs.say('cut')}\n`;
      this.length += note.textContent.length;
      this.text.prepend(note);
    }

    /// Whether the program waits for a line now.
    wait(isWaiting) {
      if (isWaiting) this.form.hidden = false;
      this.form.toggleAttribute('data-waiting', isWaiting);
    }

    /// The program has ended: with a status, or as something ended it.
    finish(how) {
      const [word, status] = how.split(' ');
      const name = `end${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
      this.end.textContent = labs.say(name, { status });
      this.form.hidden = true;
    }
  };
})();
