// A reader without a plan: does in a live figure whatever its present view offers, many times.

/// Left out, because they show or do something that is not part of a state: time that passes, a
/// clipboard, a window, a file for the reader, another figure.
const NOT_STATE = ['play', 'again', 'copy-link', 'projector', 'dismiss', 'save', 'pipeline'];

/// Performs `actions` actions in the figure, drawn from `seed`, the kinds in `undone` rather than
/// others. Gives back what was done, and after which of it the focus was lost. All of it happens in
/// the page at once: to ask the page between any two actions would take most of the time.
export function drive(figure, { seed, actions, typed, undone }) {
  const run = { seed, actions, typed, undone, left: NOT_STATE };
  return figure.evaluate((element, { seed, actions, typed, undone, left }) => {
    const next = globalThis.seeded(seed);
    const log = [];
    const lost = [];
    const missing = new Set(undone);
    const verbOf = (control) => control.dataset.do.split(' ')[0];
    const pick = (list) => list[next(list.length)];
    const usable = (control) => !control.matches(':disabled') && control.checkVisibility();
    const all = (selector) => [...element.querySelectorAll(selector)].filter(usable);

    function type(field) {
      const text = pick(typed);
      field.focus();
      field.value = text;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      return `${field.dataset.input} ${text}`;
    }

    function press(control) {
      const action = control.dataset.do;
      control.focus();
      // Not `click()`: what is drawn has none.
      control.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
      return action;
    }

    /// A control and how it is used.
    function choose() {
      const controls = all('[data-do]').filter((control) => !left.includes(verbOf(control)));
      const fields = all('[data-input]');
      const verbs = new Set(controls.map(verbOf));
      const names = new Set(fields.map((field) => field.dataset.input));
      const wanted = [...missing].filter((verb) => verbs.has(verb) || names.has(verb));
      const rather = wanted.length > 0 && next(2) === 0 ? pick(wanted) : null;
      const isField = rather === null ? fields.length > 0 && next(6) === 0 : names.has(rather);
      if (isField) {
        return [type, pick(fields.filter((it) => rather === null || it.dataset.input === rather))];
      }
      // By kind first: some figures have hundreds of the same. Back to the start seldom.
      const stays = next(5) > 0 ? 'reset' : '';
      const others = [...verbs].filter((verb) => verb !== stays);
      const verb = rather ?? pick(others.length > 0 ? others : [...verbs]);
      return [press, pick(controls.filter((control) => verbOf(control) === verb))];
    }

    for (let at = 0; at < actions; at += 1) {
      const [use, control] = choose();
      const done = use(control);
      log.push(done);
      missing.delete(done.split(' ')[0]);
      // A control that went off has the focus only until the browser looks again.
      const focused = document.activeElement;
      if (!element.contains(focused) || focused.matches(':disabled')) lost.push(done);
    }
    return { log, lost };
  }, run);
}

/// Everything a reader can see or feel in the panels: the tree, a line an element or a text, and
/// what the fields hold. In which order an element got its attributes says nothing.
export function whole(figure) {
  return figure.locator('[data-panels]').first().evaluate((panels) => {
    const line = (node) => {
      if (!node.attributes) return JSON.stringify(node.nodeValue);
      const attributes = [...node.attributes].map(({ name, value }) => `${name}=${value}`);
      return `<${node.nodeName} ${attributes.sort().join(' ')}>`;
    };
    const lines = (node, depth) => [
      ' '.repeat(depth) + line(node),
      ...[...node.childNodes].flatMap((child) => lines(child, depth + 1)),
    ];
    return {
      tree: lines(panels, 0),
      fields: [...panels.querySelectorAll('input, select, textarea')]
        .map((field) => [field.value, field.checked]),
    };
  });
}
