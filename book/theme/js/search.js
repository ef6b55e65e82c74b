// The search sheet: a combobox over the sections of the book.
window.workbookSearch = (() => {
  const TEASER_BEFORE = 50;
  const TEASER_CHARACTERS = 180;

  let dialog;
  let input;
  let list;
  let status;
  let sections;
  let selected = -1;

  /// Shows the sheet's answers; the index is fetched by the first question.
  async function open(element) {
    if (!dialog) attach(element);
    if (!sections) {
      await workbook.load(`${workbook.root}search-index.js`);
      workbookMatch.learn(window.workbookSearchGlossary);
      sections = workbookRanking.prepare(window.workbookSearchIndex);
    }
    show();
    input.select();
  }

  function attach(element) {
    dialog = element;
    input = dialog.querySelector('input');
    list = dialog.querySelector('[role="listbox"]');
    status = dialog.querySelector('[role="status"]');
    // The field is only ever read: a Hangul syllable may be half typed in it.
    input.addEventListener('input', show);
    input.addEventListener('keydown', press);
    dialog.addEventListener('click', (event) => {
      const isBackdrop = event.target === dialog;
      // A hit on the same page changes only the fragment, so the sheet must leave by itself.
      if (isBackdrop || event.target.closest('[role="option"]')) dialog.close();
    });
  }

  function show() {
    if (!sections) return;
    const query = input.value;
    const { words, total, hits, forms } = workbookRanking.answer(sections, query);
    list.replaceChildren(...hits.map((hit, index) => option(hit.section, index, forms, query)));
    list.scrollTop = 0;
    input.setAttribute('aria-expanded', String(hits.length > 0));
    status.textContent = summary(words, total, hits.length, query);
    select(hits.length > 0 ? 0 : -1);
  }

  function summary(words, total, shown, query) {
    if (words.length === 0) return '';
    if (total === 0) return workbook.say('none', { query: shorten(query.trim()) });
    return workbook.say(total > shown ? 'more' : 'found', { count: total, shown });
  }

  function shorten(query) {
    return query.length > 60 ? `${query.slice(0, 60)}…` : query;
  }

  function option(section, index, forms, query) {
    const link = document.createElement('a');
    link.setAttribute('role', 'option');
    link.id = `search-result-${index}`;
    link.tabIndex = -1;
    link.href = address(section.url, query);
    link.append(line('hit-title', section.shown.title, section.folded.title, forms));
    if (section.shown.chapter !== section.shown.title) {
      link.append(' ', line('hit-chapter', section.shown.chapter, section.folded.chapter, forms));
    }
    const teaser = cut(section, forms);
    link.append(' ', line('hit-teaser', teaser, workbookMatch.fold(teaser), forms));
    return link;
  }

  function line(name, text, folded, forms) {
    const span = document.createElement('span');
    span.className = name;
    span.append(...workbookMatch.marked(text, workbookMatch.stretches(folded, forms, 20)));
    return span;
  }

  /// The page, told what to mark, also by the book's own name for it; the fragment stays the
  /// heading's.
  function address(url, query) {
    const target = new URL(workbook.root + url, document.baseURI);
    const words = workbookMatch.terms(query);
    const marks = new Set(words.flatMap((word) => [word, ...workbookMatch.called(word)]));
    target.searchParams.set('highlight', [...marks].join(' '));
    return target.href;
  }

  /// The stretch of text around the first word found in it, from a word's start to a word's end.
  function cut(section, forms) {
    const text = section.shown.text;
    const [first] = workbookMatch.stretches(section.folded.text, forms, 1);
    let from = Math.max(0, (first?.from ?? 0) - TEASER_BEFORE);
    if (from > 0) from = text.indexOf(' ', from) + 1 || from;
    if (first && from > first.from) from = first.from;
    let to = Math.min(text.length, from + TEASER_CHARACTERS);
    if (to < text.length) to = Math.max(text.lastIndexOf(' ', to), from + TEASER_CHARACTERS / 2);
    return (from > 0 ? '… ' : '') + text.slice(from, to) + (to < text.length ? ' …' : '');
  }

  function select(index) {
    const options = list.children;
    options[selected]?.removeAttribute('aria-selected');
    selected = index;
    if (!options[index]) {
      input.removeAttribute('aria-activedescendant');
      return;
    }
    options[index].setAttribute('aria-selected', 'true');
    input.setAttribute('aria-activedescendant', options[index].id);
    options[index].scrollIntoView({ block: 'nearest' });
  }

  function press(event) {
    // While a syllable is being composed the keys belong to the input method.
    if (event.isComposing) return;
    const count = list.children.length;
    if (event.key === 'Enter') {
      event.preventDefault();
      list.children[selected]?.click();
    } else if (event.key === 'Escape') {
      event.preventDefault(); // a search field would first empty itself
      dialog.close();
    } else if (event.key === 'ArrowDown' && count > 0) {
      event.preventDefault();
      select((selected + 1) % count);
    } else if (event.key === 'ArrowUp' && count > 0) {
      event.preventDefault();
      select((selected + count - 1) % count);
    }
  }

  return { open, highlight: workbookHighlight.show };
})();
