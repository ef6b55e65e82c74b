// The quiz in the page: the front, a question after the other, the result.
(() => {
  const { make, say, host } = part;
  const stage = host.querySelector('[data-stage]');
  const linked = draw.seed(new URLSearchParams(location.search).get('seed') ?? '');
  let chosen = linked ?? draw.any();
  /// What digits do at the moment.
  let stageKeys = () => undefined;

  function show(state, ...children) {
    host.dataset.state = state;
    stage.replaceChildren(...children.flat(2).filter((child) => child));
  }

  function clones(element) {
    return [...element.childNodes].map((node) => node.cloneNode(true));
  }

  /// The field for the seed; what is no seed is said beside it.
  function seedField() {
    const input = make('input', {
      class: 'sw-input', inputmode: 'numeric', maxlength: 6, autocomplete: 'off', id: 'quiz-seed',
      value: chosen, 'aria-describedby': 'quiz-seed-how quiz-seed-said',
    });
    const told = make('span', { class: 'sw-field-said', id: 'quiz-seed-said', role: 'status' });
    input.addEventListener('input', () => {
      const seed = draw.seed(input.value);
      if (seed) take(seed);
      input.toggleAttribute('aria-invalid', !seed);
      told.textContent = seed ? '' : say('seed-wrong');
      for (const button of stage.querySelectorAll('[data-act^="begin"]')) button.disabled = !seed;
    });
    const other = part.button('new-seed', () => {
      input.value = draw.any();
      input.dispatchEvent(new Event('input'));
    }, 'sw-btn--quiet');
    return make('div', { class: 'sw-quiz-seed' },
      make('label', { for: 'quiz-seed' }, say('seed')), input, other, told,
      make('p', { id: 'quiz-seed-how' }, say('seed-how')));
  }

  function take(seed) {
    chosen = seed;
    runs.mark(seed);
  }

  /// One of the two runs on the front: what it is, and the way in.
  function entry(state, isOpen) {
    const { run, count, all, seed, isDone } = state;
    const way = () => {
      if (isDone) return make('p', {}, `✓ ${say('taken', { seed: seed ?? '–' })}`);
      if (!isOpen) return make('p', { class: 'sw-quiz-waits' }, say('after-waits'));
      const isBegun = count > 0;
      const name = isBegun ? 'go-on' : `begin-${run}`;
      const begin = () => ask(run, seed ?? chosen);
      return part.button(name, begin, 'sw-btn--primary', { at: count + 1, all });
    };
    return make('section', { class: 'sw-quiz-run' }, make('h2', {}, say(run)),
      make('p', {}, say(`${run}-how`)), way());
  }

  function anew() {
    return part.twice('anew', 'anew-sure', async () => {
      await runs.forget();
      front();
      stage.querySelector('button, input').focus();
    });
  }

  function front() {
    const [before, after] = [runs.state('before'), runs.state('after')];
    if (before.isDone) return ended(before, after);
    take(before.seed ?? chosen);
    return show('front', before.count === 0 && seedField(),
      make('div', { class: 'sw-quiz-runs' }, entry(before, true), entry(after, false)),
      before.count > 0 && make('p', { class: 'sw-quiz-foot' }, anew()));
  }

  function ended(before, after) {
    const bar = make('div', { class: 'sw-toolbar sw-quiz-bar' });
    if (!after.isDone) {
      const isBegun = after.count > 0;
      const seed = after.seed ?? before.seed ?? chosen;
      bar.append(part.button(isBegun ? 'go-on' : 'begin-after', () => ask('after', seed),
        'sw-btn--primary', { at: after.count + 1, all: after.all }));
    }
    bar.append(part.button('print', () => print()),
      make('a', { href: 'progress.html' }, say('to-progress')), anew());
    const note = make('p', { class: 'sw-quiz-note' }, say('taken', { seed: before.seed ?? '–' }));
    show('result', result.show(before, after), bar, note);
  }

  /// The first question of a run that has no answer.
  function ask(run, seed) {
    const state = runs.state(run);
    const open = runs.questions(run, seed)
      .find(({ item }) => !state.answers.has(runs.items[item].name));
    if (!open) {
      front();
      stage.querySelector('h2')?.focus();
      return;
    }
    question(run, seed, open, state.count + 1);
  }

  function choice(place, number, element) {
    return make('label', { class: 'sw-choice', 'data-number': number, 'data-choice': place + 1 },
      make('input', { type: 'radio', name: 'answer', value: place + 1 }),
      make('span', {}, clones(element)));
  }

  function question(run, seed, asked, at) {
    workbook.record.prepare().catch(() => undefined);
    const variant = runs.items[asked.item].variants[asked.variant];
    const all = runs.items.length;
    const rows = asked.choices.map((place, row) => choice(place, row + 1, variant.choices[place]));
    const commit = make('button', {
      type: 'submit', class: 'sw-btn sw-btn--primary', 'data-act': 'commit', disabled: '',
    }, say('commit'));
    const head = make('p', { class: 'sw-predict-head', id: 'quiz-head', tabindex: '-1' },
      make('strong', {}, say(run)), ' ', say('question', { at, all }),
      make('span', { class: 'sw-question-tally' }, say('taken', { seed })));
    const told = make('p', { class: 'sw-question-said', role: 'status', tabindex: '-1' });
    const bar = make('div', { class: 'sw-toolbar sw-predict-bar' }, commit,
      part.button('pause', pause, 'sw-btn--quiet'));
    const form = make('form', { class: 'sw-question-form', novalidate: '' },
      make('fieldset', {}, make('legend', {}, say('choose')), rows), told, bar);
    const meter = make('progress', { max: all, value: at - 1, 'aria-hidden': 'true' });
    const section = make('section', {
      class: 'sw-predict sw-question sw-quiz-question', role: 'group',
      'aria-labelledby': 'quiz-head', 'data-state': 'open',
    }, meter, head, make('p', { id: 'quiz-asks' }, clones(variant.asks)), form);
    listen(form, rows, commit);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const given = rows.find((row) => row.querySelector('input').checked);
      if (!given || commit.disabled) return;
      commit.disabled = true;
      answered({ run, seed, asked, section, rows, told, bar }, Number(given.dataset.choice));
    });
    show('run', section);
    head.focus({ preventScroll: true });
    section.scrollIntoView({ block: 'nearest' });
  }

  function pause() {
    front();
    stage.querySelector('[data-act]').focus();
  }

  /// Digits choose; Enter commits, as in any form.
  function listen(form, rows, commit) {
    form.addEventListener('input', () => { commit.disabled = false; });
    stageKeys = (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const input = rows[Number(event.key) - 1]?.querySelector('input');
      if (!/^[1-9]$/.test(event.key) || !input || input.matches(':disabled')) return;
      event.preventDefault();
      input.focus();
      input.click();
    };
  }
  stage.addEventListener('keydown', (event) => {
    if (host.dataset.state === 'run') stageKeys(event);
  });

  /// Before reading nothing is said: the verdicts come at the end, and the reasons with the second
  /// run. After reading each answer is explained at once.
  async function answered({ run, seed, asked, section, rows, told, bar }, given) {
    const isRight = await runs.answer(run, seed, asked, given);
    if (run === 'before') {
      document.getElementById('sw-announcer').textContent = say('kept');
      ask(run, seed);
      return;
    }
    const item = runs.items[asked.item];
    const { key } = item.variants[asked.variant];
    section.dataset.state = isRight ? 'right' : 'wrong';
    for (const row of rows) {
      const choice = Number(row.dataset.choice);
      const [isKey, isMine] = [choice === key, choice === given];
      row.classList.toggle('is-right', isKey);
      row.classList.toggle('is-wrong', isMine && !isKey);
      row.classList.toggle('is-locked', !isMine && !isKey);
      const tag = isKey ? `✓ ${say('is-right')}` : isMine ? `✕ ${say('is-mine')}` : '';
      if (tag) row.append(make('span', { class: 'sw-tag' }, tag));
    }
    section.querySelector('fieldset').disabled = true;
    told.textContent = say(isRight ? 'right' : 'wrong');
    const isLast = runs.state(run).isDone;
    const name = isLast ? 'finish' : 'next';
    bar.replaceChildren(part.button(name, () => ask(run, seed), 'sw-btn--primary'));
    section.append(item.why.cloneNode(true));
    told.focus({ preventScroll: true });
  }

  workbook.record.onChange(() => {
    if (host.dataset.state !== 'run') front();
  });
  front();
})();
