// The words that were searched for, marked on the page that was found.
const workbookHighlight = (() => {
  const MARKS_MAX = 400;
  /// Live figures patch their own nodes: marks inside would be torn out or tear them. A folded
  /// answer stays folded, so that a search does not give it away.
  const UNTOUCHED = '.sw-figure, details:not([open]) > :not(summary), '
    + 'script, style, textarea, button, svg';

  let note;

  function textNodes(main) {
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT, (node) =>
      node.data.trim() === '' || node.parentElement.closest(UNTOUCHED)
        ? NodeFilter.FILTER_REJECT
        : NodeFilter.FILTER_ACCEPT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    return nodes;
  }

  /// The forms that were found: a rescue form only where the page has no other.
  function formsOn(text, query) {
    return workbookMatch.terms(query).flatMap((term) => {
      const { sure, rescue } = workbookMatch.forms(term);
      const isFound = sure.some((form) => workbookMatch.place(text, form));
      return isFound ? sure : [...sure, ...rescue];
    });
  }

  function markAll(main, query) {
    const { compose, fold, stretches, marked } = workbookMatch;
    const forms = formsOn(fold(compose(main.textContent)), query);
    let left = MARKS_MAX;
    for (const node of textNodes(main)) {
      const text = compose(node.data);
      const found = stretches(fold(text), forms, left);
      if (found.length > 0) node.replaceWith(...marked(text, found));
      left -= found.length;
      if (left <= 0) break;
    }
  }

  /// The first mark from the fragment's heading on: that is the section that was found.
  function scrollToFirst(main) {
    const marks = [...main.querySelectorAll('mark')];
    const id = decodeURIComponent(location.hash.slice(1));
    const heading = id ? document.getElementById(id) : null;
    const after = marks.find((mark) =>
      !heading || heading.contains(mark)
      || heading.compareDocumentPosition(mark) & Node.DOCUMENT_POSITION_FOLLOWING);
    (after ?? heading ?? marks[0])?.scrollIntoView({ block: 'center' });
  }

  function showNote(query) {
    note = document.createElement('p');
    note.className = 'found';
    note.setAttribute('role', 'status');
    const words = document.createElement('span');
    words.textContent = workbook.say('marked', { query });
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'sw-btn';
    button.textContent = workbook.say('clear');
    button.addEventListener('click', clear);
    note.append(words, button);
    document.querySelector('main').append(note);
    addEventListener('keydown', clearOnEscape);
  }

  function clearOnEscape(event) {
    if (event.key === 'Escape' && !document.querySelector('dialog[open]')) clear();
  }

  function clear() {
    const main = document.querySelector('main');
    for (const mark of main.querySelectorAll('mark')) {
      const parent = mark.parentNode;
      mark.replaceWith(mark.textContent);
      parent.normalize();
    }
    note?.remove();
    note = undefined;
    removeEventListener('keydown', clearOnEscape);
    const url = new URL(location.href);
    url.searchParams.delete('highlight');
    history.replaceState(history.state, '', url);
  }

  /// Marks what `?highlight=` names; called again, it starts afresh.
  function show() {
    const query = new URLSearchParams(location.search).get('highlight')?.slice(0, 200) ?? '';
    if (workbookMatch.terms(query).length === 0) return;
    const main = document.querySelector('main');
    markAll(main, query);
    scrollToFirst(main);
    showNote(query);
  }

  return { show, clear };
})();
