// Questions of the text: choose, commit, see what happens and why.
(() => {
  const said = document.querySelector('[data-question-words]')?.dataset ?? {};
  const fill = (sentence, number) => sentence.replace('{number}', number);

  /// A whole number as people write it, with signs between thousands.
  function numberIn(text) {
    const isGrouped = /^\d{1,3}(?:[\s,_.'’]\d{3})*$/.test(text.trim());
    const plain = isGrouped ? text.replace(/\D/g, '') : text.trim();
    return /^\d{1,12}$/.test(plain) ? String(Number(plain)) : undefined;
  }

  class Question {
    constructor(section) {
      this.section = section;
      this.id = section.dataset.question;
      this.kind = section.dataset.kind;
      this.key = section.dataset.key;
      this.form = section.querySelector('form');
      this.rows = [...this.form.querySelectorAll('.sw-choice')];
      this.inputs = this.rows.map((row) => row.querySelector('input'));
      /// The rows of an order in the order in which they were chosen.
      this.order = [];
      this.form.addEventListener('input', ({ target }) => this.chose(target));
      this.form.addEventListener('submit', (event) => {
        event.preventDefault();
        this.commit(this.given());
      });
      this.form.addEventListener('keydown', (event) => this.typed(event));
      this.button('[data-show]').addEventListener('click', () => this.commit('', true));
      section.addEventListener('focusin', () => workbook.record.prepare().catch(() => undefined), {
        once: true,
      });
      this.open();
    }

    button(selector) {
      return this.form.querySelector(selector);
    }

    /// What is chosen now, as a key is written; `undefined` while it is no answer.
    given() {
      if (this.kind === 'number') {
        const numbers = this.inputs.map((input) => numberIn(input.value));
        return numbers.includes(undefined) ? undefined : numbers.join(' ');
      }
      if (this.kind === 'order') {
        const isWhole = this.order.length === this.rows.length;
        return isWhole ? this.order.map((at) => at + 1).join(' ') : undefined;
      }
      const chosen = this.inputs.filter((input) => input.checked).map((input) => input.value);
      return this.kind === 'one' && chosen.length === 0 ? undefined : chosen.join(' ');
    }

    chose(input) {
      const at = this.inputs.indexOf(input);
      if (this.kind === 'order') {
        this.order = this.order.filter((known) => known !== at);
        if (input.checked) this.order.push(at);
        this.rows.forEach((row, place) => {
          const rank = this.order.indexOf(place);
          this.tag(row, rank < 0 ? '' : fill(said.place, rank + 1));
        });
      }
      if (this.kind === 'number') this.complain(at);
      // Several may be none of them: that is an answer once the reader has touched the choices.
      this.button('[type="submit"]').disabled = this.given() === undefined;
    }

    /// Says beside a field what it takes, once something else stands in it.
    complain(at) {
      const { value } = this.inputs[at];
      const isWrong = value.trim() !== '' && numberIn(value) === undefined;
      this.inputs[at].toggleAttribute('aria-invalid', isWrong);
      this.tag(this.rows[at], isWrong ? said.noNumber : '');
    }

    /// Digits choose, as they do in figures; Enter commits, as in any form.
    typed(event) {
      if (this.kind === 'number' || this.isAnswered || event.isComposing) return;
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const input = this.inputs[Number(event.key) - 1];
      if (/^[1-9]$/.test(event.key) && input) {
        event.preventDefault();
        input.focus();
        input.click();
      } else if (event.key === 'Enter' && event.target.matches('input[type="checkbox"]')) {
        event.preventDefault(); // some browsers submit from a checkbox, some do not
        if (!this.button('[type="submit"]').disabled) this.form.requestSubmit();
      }
    }

    tag(row, text) {
      let tag = row.querySelector('.sw-tag');
      if (!tag && text) {
        tag = document.createElement('span');
        tag.className = 'sw-tag';
        row.append(tag);
      }
      if (tag) tag.textContent = text;
    }

    /// Commits to an answer, or to none where it is only to be shown.
    commit(given, isShown = false) {
      if (given === undefined || this.isAnswered) return;
      const judged = given === this.key ? 'right' : 'wrong';
      const grade = isShown ? 'seen' : judged;
      this.show(given, grade);
      this.form.querySelector('.sw-question-said').focus({ preventScroll: true });
      uncover(this.id);
      workbook.record.answer(this.id, given, grade);
    }

    /// Asks anew.
    open() {
      this.isAnswered = false;
      this.section.dataset.state = 'open';
      this.order = [];
      this.form.reset();
      this.rows.forEach((row) => {
        row.classList.remove('is-right', 'is-wrong', 'is-locked');
        this.tag(row, '');
      });
      this.inputs.forEach((input) => input.removeAttribute('aria-invalid'));
      this.form.querySelector('fieldset').disabled = false;
      this.form.querySelector('.sw-question-said').textContent = '';
      this.section.querySelector('.sw-why').open = false;
      this.button('[type="submit"]').disabled = this.kind !== 'several';
      this.buttons(true);
    }

    buttons(isOpen) {
      this.button('[type="submit"]').hidden = !isOpen;
      this.button('[data-show]').hidden = !isOpen;
      if (!isOpen) this.again ??= this.makeAgain();
      if (this.again) this.again.hidden = isOpen;
    }

    /// The button that asks anew: made where there is an answer, since a page holds many questions.
    makeAgain() {
      const again = document.createElement('button');
      again.type = 'button';
      again.className = 'sw-btn sw-btn--quiet';
      again.dataset.again = '';
      again.textContent = said.again;
      again.addEventListener('click', () => {
        this.open();
        this.past = workbook.record.answers().get(this.id)?.at;
        cover(this.id);
        this.inputs[0].focus();
      });
      this.form.querySelector('.sw-predict-bar').append(again);
      return again;
    }

    /// Shows an answer with its grade: now, or as it was given on an earlier day.
    show(given, grade) {
      this.isAnswered = true;
      this.section.dataset.state = grade;
      const mine = given.split(' ').filter((part) => part !== '');
      const key = this.key.split(' ').filter((part) => part !== '');
      this.rows.forEach((row, at) => {
        if (this.kind === 'number' || this.kind === 'order') this.showPlace(row, at, mine, key);
        else this.showChoice(row, at, mine, key);
      });
      this.form.querySelector('fieldset').disabled = true;
      this.form.querySelector('.sw-question-said').textContent = said[grade] ?? '';
      const why = this.section.querySelector('.sw-why');
      why.querySelector('summary').textContent = said.why;
      why.open = true;
      this.buttons(false);
    }

    showChoice(row, at, mine, key) {
      const number = String(at + 1);
      const [isMine, isKey] = [mine.includes(number), key.includes(number)];
      this.inputs[at].checked = isMine;
      row.classList.toggle('is-right', isKey);
      row.classList.toggle('is-wrong', isMine && !isKey);
      row.classList.toggle('is-locked', !isMine && !isKey);
      const happens = isMine ? said.predicted : said.happens;
      this.tag(row, isKey ? `✓ ${happens}` : isMine ? `✕ ${said.mine}` : '');
    }

    /// A field with its number, or a choice with its place in the order.
    showPlace(row, at, mine, key) {
      const isOrder = this.kind === 'order';
      const place = (list) => (isOrder ? list.indexOf(String(at + 1)) + 1 : list[at]);
      const [given, right] = [place(mine), place(key)];
      if (isOrder) this.inputs[at].checked = true;
      else this.inputs[at].value = given ?? '';
      const isRight = String(given) === String(right);
      row.classList.toggle('is-right', isRight);
      row.classList.toggle('is-wrong', !isRight && mine.length > 0);
      const told = isOrder ? fill(said.place, right) : said.predicted;
      const happens = fill(isOrder ? said.happensPlace : said.number, right);
      const sign = mine.length > 0 ? '✕ ' : ''; // who only looked was not wrong
      this.tag(row, isRight ? `✓ ${told}` : sign + happens);
    }
  }

  const questions = new Map();
  for (const section of document.querySelectorAll('.sw-question')) {
    questions.set(section.dataset.question, new Question(section));
  }

  /// What would show an answer and waits for it: figures, labs, what programs printed.
  const waiting = [...document.querySelectorAll('[data-after]')];
  const awaited = (place) => place.dataset.after.split(' ');

  /// Opens what waited for this answer, and for no other any more.
  function uncover(id) {
    for (const place of waiting.filter((it) => awaited(it).includes(id))) {
      if (awaited(place).every((it) => questions.get(it)?.isAnswered)) place.dataset.open = '';
    }
  }

  /// Covers it again: who is asked anew is not shown the answer.
  function cover(id) {
    for (const place of waiting) if (awaited(place).includes(id)) delete place.dataset.open;
  }

  for (const button of document.querySelectorAll('[data-uncover]')) {
    button.addEventListener('click', () => {
      const place = button.closest('[data-after]');
      const run = place.querySelector('.sw-lab-run');
      place.dataset.open = '';
      if (!run) place.tabIndex = -1; // as a figure has once it lives
      (run ?? place).focus({ preventScroll: true });
    });
  }

  /// Opens what the page's address shows: a state of a figure, programs for a lab.
  function openLinked() {
    const linked = new URLSearchParams(location.search);
    for (const place of waiting) {
      const { name, lab } = place.dataset;
      const isLinked = lab ? location.hash.startsWith(`#lab.${lab}=`) : linked.has(`f.${name}`);
      if (isLinked) place.dataset.open = '';
    }
  }
  openLinked();
  addEventListener('hashchange', openLinked);

  /// Brings the page to what the record says: answers of earlier days, and of other tabs.
  function recall(isReset = false) {
    const answers = workbook.record.answers();
    for (const [id, question] of questions) {
      const answer = answers.get(id);
      const isPast = answer && answer.at === question.past; // asked again since
      if (answer && !question.isAnswered && !isPast) question.show(answer.given, answer.grade);
      if (answer && !isPast) uncover(id);
      else if (!answer && question.isAnswered && isReset) question.open();
    }
  }

  /// The state in which a figure's question was answered last, for the figure to take on.
  function keptState(answers, figure) {
    const own = [...answers].filter(([id]) => id.startsWith(`${figure.dataset.question}.`));
    own.sort(([, one], [, other]) => other.at - one.at);
    return own[0]?.[1].state;
  }

  const atFirst = workbook.record.answers();
  for (const figure of document.querySelectorAll('[data-figure]')) {
    const state = keptState(atFirst, figure);
    if (state) figure.dataset.kept = state;
  }
  document.addEventListener('workbook:answered', ({ detail }) => workbook.record.answer(...detail));
  document.addEventListener('workbook:reset', () => {
    recall(true);
    for (const figure of document.querySelectorAll('[data-figure]')) {
      delete figure.dataset.kept;
      figure.querySelector('[data-do="reset"]')?.click();
    }
    for (const place of waiting) delete place.dataset.open;
  });
  /// What labs ask, and what slides do with a question: ask it, tell its answer without keeping
  /// that it was seen, and leave it as the record has it.
  workbook.questions = {
    /// Whether an answer is still waited for here.
    areAwaited: (place) => 'after' in place.dataset && !('open' in place.dataset),
    ask(id) {
      const question = questions.get(id);
      if (!question) return;
      question.open();
      question.past = workbook.record.answers().get(id)?.at;
      cover(id);
    },
    tell(id) {
      const question = questions.get(id);
      if (!question || question.isAnswered) return;
      question.show('', 'seen');
      uncover(id);
    },
    recall() {
      const answers = workbook.record.answers();
      for (const [id, question] of questions) {
        if (question.isAnswered && !answers.has(id)) this.ask(id);
        question.past = undefined;
      }
      recall();
    },
  };
  workbook.record.onChange(() => recall());
  recall();
})();
