// Judges exercises: a program by the machine, a figure by its goals. What is drawn of a verdict
// stands in verdict.js.
workbook.judges = (() => {
  const { say } = workbook.exercises;

  /// One press of [Check], from the first check to the last.
  class Judge {
    constructor(exercise) {
      this.exercise = exercise;
      this.section = exercise.section;
      this.button = this.section.querySelector('[data-judge]');
    }

    get checks() {
      return this.exercise.checks;
    }

    says(at) {
      return this.checks[at].querySelector('.sw-checks-says').textContent;
    }

    begin() {
      this.states = [];
      this.isJudging = true;
      this.exercise.isJudged = true;
      const { results } = this.exercise;
      delete results.dataset.grade;
      delete results.dataset.stale;
      for (const check of this.checks) check.querySelector('.sw-checks-detail').hidden = true;
      for (const { dataset } of this.checks) {
        delete dataset.reason;
        delete dataset.ms;
      }
      this.reach(0);
    }

    /// The check at this place is on its way.
    reach(at) {
      this.states[at] = 'running';
      this.exercise.mark(this.states);
      const of = this.checks.length;
      this.exercise.tell(say('tried', { number: at + 1, of, says: this.says(at) }));
    }

    pass(at) {
      this.states[at] = 'passed';
      if (at + 1 < this.checks.length) this.reach(at + 1);
      else this.exercise.mark(this.states);
    }

    fail(at, verdict, out, show) {
      this.states[at] = 'failed';
      this.exercise.mark(this.states);
      this.checks[at].dataset.reason = verdict.reason;
      const place = this.checks[at].querySelector('.sw-checks-detail');
      workbook.Verdict.draw(place, verdict, out, show);
    }

    /// All is judged that is to be judged; the record hears of it.
    finish() {
      this.isJudging = false;
      const of = this.checks.length;
      const passed = this.states.filter((state) => state === 'passed').length;
      const failed = this.states.indexOf('failed');
      const isAll = passed === of;
      const grade = isAll ? 'right' : 'wrong';
      this.exercise.results.dataset.grade = grade;
      this.exercise.mark(this.states);
      this.exercise.tell(say(isAll ? 'allPassed' : 'sum', { passed, of }),
        isAll ? '' : say('firstOpen'));
      const name = failed < 0 ? '' : ` ${this.checks[failed].dataset.check}`;
      const hints = `hints ${this.exercise.hints.count}`;
      workbook.record.answer(this.exercise.id, `${passed}/${of}${name}`, grade, hints);
      this.exercise.status(this.exercise.sum.querySelector('strong').textContent);
      // Who waited at the button is led to the verdict.
      const { activeElement: focused } = document;
      if (!focused || focused === document.body || this.section.contains(focused)) {
        this.exercise.sum.focus({ preventScroll: true });
        this.exercise.sum.scrollIntoView({ block: 'nearest' });
      }
    }

    /// It came to no end: what was judged stays as it was.
    interrupt(sentence) {
      this.isJudging = false;
      this.states = this.states.map((state) => (state === 'running' ? 'waiting' : state));
      this.exercise.mark(this.states);
      this.exercise.tell(sentence);
      this.exercise.status(sentence);
    }
  }

  /// A program: the machine runs it in world after world.
  class OfProgram extends Judge {
    constructor(exercise) {
      super(exercise);
      this.lab = workbook.labs.of(this.section);
    }

    judge() {
      const { lab } = this;
      const obstacle = labs.machine.obstacle([lab.runner.language]);
      if (obstacle) {
        this.exercise.status(obstacle);
        return;
      }
      this.begin();
      lab.beginJudging(this);
      const wanted = {
        checks: this.section.dataset.checks, programs: lab.runnable(), files: lab.beside(),
      };
      labs.machine.judge(this, wanted).catch((reason) => {
        const isUnreached = reason instanceof labs.machine.Unreached;
        if (isUnreached) this.unreached();
        else this.failed(reason.message);
      });
    }

    // What the machine tells its owner.

    loading(what, loaded, total) {
      this.lab.loading(what, loaded, total);
    }

    preparing(runtimes) {
      this.lab.preparing(runtimes);
    }

    heardProgress(progress) {
      this.lab.heardProgress(progress);
    }

    judged({ check, verdict, ms, setup, log, report, out }) {
      const at = this.checks.findIndex(({ dataset }) => dataset.check === check);
      if (at < 0 || !this.isJudging) return;
      this.checks[at].dataset.ms = ms;
      if (verdict.passed) {
        this.pass(at);
        return;
      }
      const show = setup && (() => this.show(at, { setup, log, report }));
      this.fail(at, verdict, out, show);
    }

    judgedAll({ isStopped }) {
      if (!this.isJudging || isStopped) return;
      this.lab.endJudging();
      this.finish();
    }

    /// Stops at once, also while the runtime is still on its way.
    stop() {
      labs.machine.post({ stop: true });
      this.lab.endJudging();
      this.interrupt(say('stopped'));
    }

    /// Whether nobody waits for a verdict any more.
    get isStopped() {
      return !this.isJudging;
    }

    /// The failing world, call by call, in the figure below the programs.
    async show(at, { setup, log, report }) {
      const { lab } = this;
      lab.setup = setup;
      lab.lanes.begin(setup, lab.sources(setup));
      lab.lanes.add(log);
      this.exercise.status(say('shown', { says: this.says(at) }));
      await lab.lanes.show(report);
      const { figure } = lab.lanes;
      figure.tabIndex = -1;
      figure.focus({ preventScroll: true });
      figure.scrollIntoView({ block: 'start' });
    }

    lost() {
      if (!this.isJudging) return;
      this.lab.endJudging();
      this.interrupt(say('lost'));
    }

    failed(reason) {
      this.lab.endJudging();
      this.interrupt(say('unjudged', { reason }));
    }

    unreached() {
      this.lab.endJudging();
      this.interrupt(labs.say('unreached', { what: labs.say('theLab') }));
    }
  }

  /// A figure: its facts and settings are held against the goals, by the figures' own program.
  class OfFigure extends Judge {
    get figure() {
      return this.section.previousElementSibling;
    }

    async judge() {
      const program = await workbook.figuresProgram().catch(() => undefined);
      const judged = program?.judge(this.figure, this.section.dataset.goals);
      if (judged === undefined) {
        this.exercise.status(say('noGoal'));
        return;
      }
      this.begin();
      const bytes = (text) => new TextEncoder().encode(text);
      const missed = new Map();
      for (const line of judged.split('\n')) {
        const [name, reason, detail, expected, seen] = line.split('\t');
        if (!reason || missed.has(name)) continue;
        const texts = { expected: bytes(expected), seen: bytes(seen) };
        missed.set(name, { reason, detail, steps: [], ...texts });
      }
      for (const [at, { dataset }] of this.checks.entries()) {
        const verdict = missed.get(dataset.check);
        if (verdict) {
          this.fail(at, verdict);
          break;
        }
        this.pass(at);
      }
      this.finish();
    }
  }

  const made = new Map();
  return {
    of(exercise) {
      if (!made.has(exercise)) {
        const isFigure = exercise.section.dataset.kind === 'figure';
        made.set(exercise, isFigure ? new OfFigure(exercise) : new OfProgram(exercise));
      }
      return made.get(exercise);
    },
  };
})();
