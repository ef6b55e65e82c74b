// What only a lab in use needs, made when the first is used: buttons of a run, consoles' place, the
// figure's place, files.
labs.furnish = (() => {
  const { make, say } = labs;

  function button(what, kind = '', blanks = {}, more = {}) {
    const label = say(`act${what.slice(0, 1).toUpperCase()}${what.slice(1)}`, blanks);
    const attributes = { type: 'button', class: `sw-btn${kind}`, 'data-act': what };
    return make('button', { ...attributes, ...more }, label);
  }

  const quiet = ' sw-btn--quiet';

  /// The buttons that a run needs, among those that are there.
  function addButtons(bar) {
    const run = bar.querySelector('[data-act="run"]');
    if (!bar.querySelector('[data-act="step"]')) run.after(button('step'), button('line'));
    run.after(button('stop'));
    bar.querySelector('[data-act="line"]').after(button('go'));
    bar.append(button('reset', quiet), button('undo', quiet));
  }

  /// A button for each program and one for the link.
  function addFiles(section, names) {
    const saves = names.map((name) => button('save', '', { name }, { 'data-of': name }));
    const files = make('p', { class: 'sw-toolbar sw-lab-files' }, ...saves, button('share'));
    section.querySelector('.sw-lab-own')?.append(files);
    if (!files.isConnected) section.append(files);
  }

  /// The place of the figure that shows the run, hidden until there is one.
  function addFigure(section) {
    const { lab, kept, words } = section.dataset;
    if (words === undefined) return undefined;
    const own = section.querySelector('[role="heading"]')?.getAttribute('aria-level');
    const name = `code-lab-${lab}`;
    const title = make('p', {
      class: 'sw-fig-title', role: 'heading', 'aria-level': own ? Number(own) + 1 : 3,
      id: `fig-${name}-title`,
    }, say('theRun'));
    const tools = make('div', { class: 'sw-js-only sw-fig-tools', 'data-toolbar': '' });
    const figure = make('figure', {
      class: 'sw-figure', id: `fig-${name}`, hidden: '', 'aria-labelledby': title.id,
      'data-words': words, 'data-question': `${kept}.run`, 'data-name': name, 'data-script': '',
      'data-figure-on-demand': 'code-lab',
    }, make('header', { class: 'sw-fig-head' }, title, tools),
    make('div', { class: 'sw-panels', 'data-panels': '' }));
    section.append(figure);
    return figure;
  }

  /// Gives back where consoles go, and the figure.
  return (section, names) => {
    addButtons(section.querySelector('.sw-lab-bar'));
    const output = make('div', { class: 'sw-lab-output', hidden: '' });
    (section.querySelector('.sw-lab-body') ?? section).append(output);
    addFiles(section, names);
    return { output, figure: addFigure(section) };
  };
})();
