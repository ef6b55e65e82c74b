// CodeMirror with what editing a program of a page needs, in the site's own ink: keywords bold,
// comments slanted, no colours.
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import {
  HighlightStyle, StreamLanguage, bracketMatching, indentOnInput, indentUnit, syntaxHighlighting,
} from '@codemirror/language';
import { c, java } from '@codemirror/legacy-modes/mode/clike';
import { javascript } from '@codemirror/legacy-modes/mode/javascript';
import { python } from '@codemirror/legacy-modes/mode/python';
import { rust } from '@codemirror/legacy-modes/mode/rust';
import { EditorState, RangeSet, StateEffect, StateField } from '@codemirror/state';
import {
  Decoration, EditorView, GutterMarker, WidgetType, drawSelection, gutterLineClass,
  highlightSpecialChars, keymap, lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';

const MODES = { c, java, javascript, python, rust };

/// How far each language indents.
const INDENTS = { javascript: '  ' };

const INK = HighlightStyle.define([
  { tag: [tags.keyword, tags.controlKeyword, tags.definitionKeyword], fontWeight: '600' },
  { tag: tags.comment, fontStyle: 'italic', color: 'var(--sw-ink-3)' },
  { tag: tags.string, color: 'var(--sw-ink-2)' },
]);

const THEME = EditorView.theme({
  '&': { color: 'var(--sw-ink)', backgroundColor: 'transparent' },
  '&.cm-focused': { outline: '2px solid var(--sw-accent)', outlineOffset: '-2px' },
  '.cm-scroller': {
    fontFamily: 'var(--sw-mono)', fontSize: 'var(--sw-t-fig)', lineHeight: '2.2rem',
    fontVariantLigatures: 'none',
  },
  '.cm-content': { padding: '0', caretColor: 'var(--sw-ink)' },
  '.cm-line': { padding: '0 0.4rem 0 0' },
  '.cm-gutters': { backgroundColor: 'transparent', border: '0', color: 'var(--sw-ink-3)' },
  '.cm-lineNumbers .cm-gutterElement': {
    minWidth: '3.2rem', padding: '0 1.2rem 0 0', fontSize: 'var(--sw-t-micro)', textAlign: 'start',
  },
  '.cm-cursor': { borderLeftColor: 'var(--sw-accent)', borderLeftWidth: '2px' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground, ::selection': {
    backgroundColor: 'var(--sw-accent-tint)',
  },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'transparent', outline: '1px solid var(--sw-rule-2)',
  },
});

const setMarks = StateEffect.define();

class LineClass extends GutterMarker {
  constructor(name) {
    super();
    this.elementClass = name;
  }
}

/// What is said below a line that is wrong.
class Message extends WidgetType {
  constructor(text) {
    super();
    this.text = text;
  }

  eq(other) {
    return other.text === this.text;
  }

  toDOM() {
    const line = document.createElement('div');
    line.className = 'sw-lab-problem';
    line.textContent = this.text;
    return line;
  }
}

/// The lines that are marked: where the program stands, and what is wrong with it.
const marked = StateField.define({
  create: () => ({ lines: Decoration.none, gutter: RangeSet.empty }),
  update(value, transaction) {
    let { lines, gutter } = value;
    if (transaction.docChanged) {
      lines = lines.map(transaction.changes);
      gutter = gutter.map(transaction.changes);
    }
    for (const effect of transaction.effects) {
      if (effect.is(setMarks)) ({ lines, gutter } = drawn(transaction.state.doc, effect.value));
    }
    return { lines, gutter };
  },
  provide: (field) => [
    EditorView.decorations.from(field, ({ lines }) => lines),
    gutterLineClass.from(field, ({ gutter }) => gutter),
  ],
});

function drawn(doc, { current, problem }) {
  const lines = [];
  const gutter = [];
  const isIn = (number) => number >= 1 && number <= doc.lines;
  if (current && isIn(current)) {
    const { from } = doc.line(current);
    lines.push(Decoration.line({ class: 'is-current' }).range(from));
    gutter.push(new LineClass('is-current').range(from));
  }
  if (problem && isIn(problem.line)) {
    const { from, to } = doc.line(problem.line);
    lines.push(Decoration.line({ class: 'is-wrong' }).range(from));
    lines.push(Decoration.widget({
      widget: new Message(problem.message), block: true, side: 1,
    }).range(to));
    gutter.push(new LineClass('is-wrong').range(from));
  }
  return { lines: Decoration.set(lines, true), gutter: RangeSet.of(gutter, true) };
}

/// Typing over a selection. Chromium would keep the look of what it takes out by a `style`
/// attribute, which the page's policy forbids (and says so in the console).
const typedOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const isPlain = event.inputType === 'insertText' && !event.isComposing && event.data;
    if (!isPlain || view.state.selection.main.empty) return false;
    view.dispatch({
      ...view.state.replaceSelection(event.data), userEvent: 'input.type', scrollIntoView: true,
    });
    event.preventDefault();
    return true;
  },
});

/// An editor in `parent`. `changed` is told each new text, `run` and `leave` what keys mean.
export function create({ parent, text, language, label, changed, run, leave }) {
  const mode = MODES[language];
  const keys = [
    { key: 'Mod-Enter', run: () => (run(), true), preventDefault: true },
    { key: 'Escape', run: () => (leave(), true) },
    ...defaultKeymap.filter(({ key }) => key !== 'Mod-Enter' && key !== 'Escape'),
    ...historyKeymap,
  ];
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(), highlightSpecialChars(), history(), drawSelection(), indentOnInput(),
        bracketMatching(), indentUnit.of(INDENTS[language] ?? '    '), EditorState.tabSize.of(4),
        mode ? StreamLanguage.define(mode) : [], syntaxHighlighting(INK), THEME, marked, typedOver,
        keymap.of(keys),
        EditorView.contentAttributes.of({
          'aria-label': label, autocapitalize: 'off', tabindex: '0',
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) changed(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    text: () => view.state.doc.toString(),
    setText(next) {
      if (next === this.text()) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
    },
    /// Marks `{current, problem: {line, message}}`, and nothing else.
    mark(marks) {
      view.dispatch({ effects: setMarks.of(marks) });
    },
    focus(line) {
      view.focus();
      if (!line) return;
      const { from } = view.state.doc.line(Math.min(line, view.state.doc.lines));
      view.dispatch({ selection: { anchor: from } });
    },
    destroy: () => view.destroy(),
  };
}
