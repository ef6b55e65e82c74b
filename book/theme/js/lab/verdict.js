// A check that failed, as it is seen: what was done, what came and what was expected, and why.
'use strict';

workbook.Verdict = (() => {
  const { say } = workbook.exercises;

  /// How many steps and bytes are shown before the one that matters, and in all.
  const STEPS_SHOWN = 12;
  const BYTES_BEFORE = 6;
  const BYTES_SHOWN = 24;

  const utf8 = new TextDecoder();

  function make(tag, attributes = {}, ...held) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...held);
    return element;
  }

  const hex = (byte) => byte.toString(16).padStart(2, '0');

  /// A byte as a letter, where it is one.
  function letter(byte) {
    const named = { 9: '\\t', 10: '\\n', 13: '\\r', 0: '\\0', 32: '·' };
    if (named[byte] !== undefined) return named[byte];
    return byte > 32 && byte < 127 ? String.fromCharCode(byte) : '';
  }

  /// The first place at which two rows of bytes differ.
  function differing(expected, seen) {
    const most = Math.max(expected.length, seen.length);
    for (let at = 0; at < most; at += 1) if (expected[at] !== seen[at]) return at;
    return most;
  }

  /// The sentence of the reason, with what the verdict knows in its blanks.
  function sentence({ reason, peer, steps, expected, seen, at, detail }) {
    const name = `reason${reason.slice(0, 1).toUpperCase()}${reason.slice(1)}`;
    return say(name, {
      peer: peer ?? steps.at(-1)?.peer ?? '', expected: expected.length, seen: seen.length,
      at: (at ?? differing(expected, seen)) + 1, detail,
      wanted: utf8.decode(expected.slice(0, 300)), was: utf8.decode(seen.slice(0, 300)),
    });
  }

  /// The steps; those long before the end are counted.
  function drawSteps(steps) {
    const isOneOfMany = new Set(steps.map(({ peer }) => peer)).size > 1;
    const left = Math.max(0, steps.length - STEPS_SHOWN);
    const rows = steps.slice(left).map(({ peer, text, outcome }, at) => {
      const isWrong = outcome !== 'done';
      const what = make('span', {});
      if (isOneOfMany) what.append(make('span', { class: 'sw-checks-peer' }, `${peer} `));
      what.append(text);
      return make('li', isWrong ? { class: 'is-wrong' } : {},
        make('span', {}, String(left + at + 1)), what, make('span', {}, isWrong ? '✕' : '✓'));
    });
    if (left > 0) {
      rows.unshift(make('li', {}, make('span', {}), make('span', {},
        say('afterSteps', { count: left })), make('span', {})));
    }
    return make('div', { class: 'sw-checks-part' }, make('p', {}, say('did')),
      make('ol', { class: 'sw-checks-steps' }, ...rows));
  }

  function drawByte(byte, isWrong) {
    const cell = make('span', { class: `sw-byte${isWrong ? ' is-miss' : ''}` });
    cell.textContent = byte === undefined ? '✕' : hex(byte);
    return make('td', {}, cell);
  }

  /// Expected and seen, byte under byte, from a little before the first that differs.
  function drawBytes(expected, seen) {
    const at = differing(expected, seen);
    const most = Math.max(expected.length, seen.length);
    const from = Math.max(0, Math.min(at - BYTES_BEFORE, most - BYTES_SHOWN));
    const places = [];
    for (let place = from; place < Math.min(most, from + BYTES_SHOWN); place += 1) {
      places.push(place);
    }
    const isWrong = (place) => expected[place] !== seen[place];
    // A row without a name has no header.
    const named = (label) => (label ? make('th', { scope: 'row' }, label) : make('td', {}));
    const row = (label, cells) => make('tr', {}, named(label), ...cells);
    const none = make('td', { class: 'sw-diff-none', colspan: String(Math.max(1, places.length)) },
      say('nothingCame'));
    const wanted = row(say('expected'), expected.length === 0 ? [none] : places.map((place) =>
      (place < expected.length ? drawByte(expected[place], false) : make('td', {}))));
    const came = row(say('got'), places.map((place) =>
      drawByte(seen[place], isWrong(place))));
    const letters = (bytes, kind) => places.map((place) => {
      const bad = kind && isWrong(place) ? ' is-wrong' : '';
      const text = place < bytes.length ? letter(bytes[place]) : '';
      return make('td', { class: `sw-diff-letter${bad}` }, text);
    });
    const table = make('table', {}, make('tbody', {},
      row('', letters(expected, '')), wanted, came, row('', letters(seen, 'seen'))));
    const part = make('div', { class: 'sw-checks-part' }, make('p', {}, say('came')),
      make('div', { class: 'sw-diff', tabindex: '0', role: 'group', 'aria-label': say('came') },
        table));
    const around = [
      from > 0 ? say('before', { count: from }) : '',
      most > from + BYTES_SHOWN ? say('moreBytes', { count: most - from - BYTES_SHOWN }) : '',
    ].filter(Boolean).join(' ');
    if (around) part.append(make('p', {}, around));
    return part;
  }

  /// What the program wrote in this world.
  function drawOutput(out) {
    const text = make('pre', {
      class: 'sw-checks-wrote', tabindex: '0', role: 'group', 'aria-label': say('wrote'),
    });
    text.textContent = out.slice(-4_000);
    return make('div', { class: 'sw-checks-part' }, make('p', {}, say('wrote')), text);
  }

  /// The reasons whose bytes are no bytes of a stream but numbers or names.
  const AS_TEXT = [
    'status', 'calls', 'holds', 'refusal', 'goal', 'kept', 'printed', 'unprinted', 'died', 'loop',
  ];

  /// The reasons that what the program wrote explains.
  const SAID = ['died', 'printed', 'unprinted'];

  /// Fills in what is shown of a failed check. `show` has the failing world shown, if there is one.
  function draw(place, verdict, out, show) {
    for (const part of place.querySelectorAll('[data-drawn]')) part.remove();
    const { reason, steps, expected, seen, world } = verdict;
    const parts = [make('p', { class: 'sw-checks-reason' }, sentence(verdict))];
    if (world) parts.push(make('p', {}, say('inWorld', { world })));
    if (steps.length > 0) parts.push(drawSteps(steps));
    const hasBytes = expected.length + seen.length > 0 && !AS_TEXT.includes(reason);
    if (hasBytes) parts.push(drawBytes(expected, seen));
    if (out && (SAID.includes(reason) || steps.length === 0)) {
      parts.push(drawOutput(out));
    }
    for (const part of parts) part.dataset.drawn = '';
    place.prepend(...parts);
    if (show) {
      const button = make('button', { type: 'button', class: 'sw-btn', 'data-drawn': '' },
        say('showWorld'));
      button.addEventListener('click', show);
      place.querySelector('.sw-checks-links').prepend(button);
    }
    place.hidden = false;
  }

  return { draw, sentence };
})();
