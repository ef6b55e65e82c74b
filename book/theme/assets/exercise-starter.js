// All that a page loads for its exercises before one is judged: hints, and what came of earlier
// days.
(() => {
  'use strict';
  const said = document.querySelector('[data-exercise-words]').dataset;
  const isDisk = location.protocol === 'file:';
  let loading;

  /// A sentence of the page's language, with its blanks filled in.
  function say(name, blanks = {}) {
    return (said[name] ?? '').replace(/\{(\w+)\}/g, (blank, key) => String(blanks[key] ?? blank));
  }

  /// Loads what judges, once; a failed attempt may be repeated.
  function load(needsLab) {
    loading ??= Promise.resolve(needsLab ? workbook.loadLabs() : undefined)
      .then(() => workbook.load(new URL('@asset(exercise.js)', workbook.assets))).catch((reason) => {
        loading = undefined;
        throw reason;
      });
    return loading;
  }

  /// How many hints were opened, kept on the device.
  class Hints {
    constructor(section) {
      const page = location.pathname.split('/').pop().replace(/\.html$/, '') || 'index';
      this.key = `workbook.hints.${page}/${section.dataset.name}`;
      this.hints = [...section.querySelectorAll('.sw-hint')];
      for (const [at, hint] of this.hints.entries()) {
        hint.addEventListener('toggle', () => {
          if (hint.open && at + 1 > this.count) this.keep(at + 1);
        });
      }
      this.show();
    }

    get count() {
      return Number(workbook.remembered(this.key)) || 0;
    }

    keep(count) {
      workbook.remember(this.key, String(count));
      this.show(count);
    }

    /// Those that were opened, and the next one.
    show(count = this.count) {
      this.hints.forEach((hint, at) => { hint.hidden = at > count; });
    }

    forget() {
      try {
        localStorage.removeItem(this.key);
      } catch {
        // Nothing was kept then.
      }
      for (const hint of this.hints) hint.open = false;
      this.show(0);
    }
  }

  /// The checks of one exercise, as they stand.
  class Exercise {
    constructor(section) {
      this.section = section;
      this.id = section.dataset.exercise;
      this.hints = new Hints(section);
      this.results = section.querySelector('[data-results]');
      this.sum = section.querySelector('[data-sum]');
      this.checks = [...section.querySelectorAll('[data-check]')];
      this.atFirst = this.sum.innerHTML;
      const button = section.querySelector('[data-judge]');
      button?.addEventListener('click', () => this.judge());
      section.addEventListener('workbook:edited', () => this.edited());
      this.recall();
    }

    status(sentence) {
      const place = this.section.querySelector('.sw-lab-status, .sw-exercise-status');
      if (place) place.textContent = sentence;
    }

    async judge() {
      const place = this.section.querySelector('.sw-lab-status');
      if (isDisk && place) {
        place.textContent = place.dataset.fromDisk;
        return;
      }
      workbook.record.prepare().catch(() => undefined);
      try {
        await load(this.section.dataset.kind === 'program');
      } catch {
        this.status(say('unjudged', { reason: say('theJudge') }));
        return;
      }
      workbook.judges.of(this).judge();
    }

    /// Shows which checks have passed, and which has failed: those before it passed.
    mark(states) {
      this.checks.forEach((check, at) => {
        const state = states[at] ?? 'waiting';
        check.dataset.state = state;
        check.querySelector('.sw-checks-state').textContent = say(state);
      });
    }

    tell(sum, note = '') {
      const [strong, small] = [this.sum.querySelector('strong'), this.sum.querySelector('small')];
      strong.textContent = sum;
      small.textContent = note;
    }

    /// The questions of a trace: those between its heading and its end.
    questions() {
      const found = [];
      for (let at = this.section.previousElementSibling; at; at = at.previousElementSibling) {
        if (at.tagName === 'H2') break;
        if (at.matches('.sw-question')) found.push(at.dataset.question);
      }
      return found;
    }

    /// How far a trace is.
    count() {
      const questions = this.questions();
      const answers = workbook.record.answers();
      const grades = questions.map((id) => answers.get(id)?.grade).filter(Boolean);
      if (grades.length === 0) {
        this.sum.innerHTML = this.atFirst;
        return;
      }
      const right = grades.filter((grade) => grade === 'right').length;
      const [answered, of] = [grades.length, questions.length];
      this.sum.textContent = say('traced', { answered, of, right });
      this.section.toggleAttribute('data-done', answered === of);
    }

    /// What the record says of an earlier day, or of another tab.
    recall() {
      if (this.section.dataset.kind === 'trace') {
        this.count();
        return;
      }
      const answer = this.id && workbook.record.answers().get(this.id);
      if (!answer || this.isJudged) return;
      const [, passed, of, failed] = /^(\d+)\/(\d+)(?: (\S+))?$/.exec(answer.given) ?? [];
      if (passed === undefined) return;
      const at = this.checks.findIndex(({ dataset }) => dataset.check === failed);
      const states = this.checks.map((_, place) => {
        if (place === at) return 'failed';
        return at < 0 || place < at ? 'passed' : 'waiting';
      });
      this.mark(states);
      this.results.dataset.grade = answer.grade;
      const isAll = answer.grade === 'right';
      this.tell(say(isAll ? 'allPassed' : 'sum', { passed, of }), say('earlier'));
    }

    edited() {
      if (!this.results?.dataset.grade || 'stale' in this.results.dataset) return;
      this.results.dataset.stale = '';
      this.sum.querySelector('small').textContent = say('stale');
    }

    forget() {
      this.hints.forget();
      this.isJudged = false;
      if (!this.results) return;
      for (const check of this.checks) {
        delete check.dataset.state;
        check.querySelector('.sw-checks-state').textContent = '';
        check.querySelector('.sw-checks-detail').hidden = true;
      }
      delete this.results.dataset.grade;
      delete this.results.dataset.stale;
      this.sum.innerHTML = this.atFirst;
    }
  }

  workbook.exercises = { say };
  const sections = [...document.querySelectorAll('.sw-exercise')];
  const exercises = sections.map((section) => new Exercise(section));
  workbook.record.onChange(() => exercises.forEach((exercise) => exercise.recall()));
  document.addEventListener('workbook:reset', () => {
    exercises.forEach((exercise) => exercise.forget());
  });
})();
