// What a page is made of, as it is cut into slides: the smallest pieces that stay whole.
const workbookAtoms = (() => {
  /// What is for paper, for who teaches, or for nobody at present, and what lies on another piece.
  const SKIPPED = '.chapter-number, .sw-notes, .sw-answers, .sw-asked, .sw-cover, .edition, '
    + '.found, [data-continue], [hidden], script, link, template';

  const isShown = (node) => !node.matches(SKIPPED);
  const childrenOf = (node) => [...node.children].filter(isShown);

  /// An atom: its node, the containers between the page and it, and what it is.
  function atom(node, chain, kind, more = {}) {
    return { node, chain, kind, ...more };
  }

  function ofQuestion(section, chain) {
    const inside = [...chain, section];
    const why = section.querySelector(':scope > .sw-why');
    const front = childrenOf(section).filter((node) => node !== why);
    const question = section.dataset.question;
    return [
      ...front.map((node) => atom(node, inside, 'question', { section, question })),
      ...childrenOf(why).filter((node) => !node.matches('summary'))
        .flatMap((node) => of(node, [...inside, why]))
        .map((it) => ({ ...it, kind: 'why', section, question })),
    ];
  }

  /// The rows of a table, the items of a list, the parts of an alert or of a folded answer.
  function ofContainer(node, chain) {
    const inside = [...chain, node];
    if (node.matches('ol')) {
      // A list that goes on on the next slide goes on counting.
      [...node.children].forEach((item, at) => item.setAttribute('value', node.start + at));
    }
    if (node.matches('table')) {
      return [...node.tBodies].flatMap((body) =>
        childrenOf(body).map((row) => atom(row, [...inside, body], 'row')));
    }
    const isTitle = (child) => child.matches('summary, .blockquote-tag-title, thead');
    const parts = childrenOf(node).filter((child) => !isTitle(child));
    return parts.flatMap((child) => of(child, inside));
  }

  function of(node, chain = []) {
    if (!isShown(node)) return [];
    if (node.matches('h1, h2, h3, h4')) return [atom(node, chain, 'heading')];
    if (node.matches('.sw-question')) return ofQuestion(node, chain);
    if (node.matches('[data-lab], .sw-exercise')) return [atom(node, chain, 'lab')];
    if (node.matches('.sw-figure')) return [atom(node, chain, 'figure')];
    if (node.matches('pre, .code-frame')) {
      return [atom(node, chain, 'listing', { isListing: true })];
    }
    if (node.matches('ul, ol, table, .table-wrapper, blockquote, details, section, article')) {
      return ofContainer(node, chain);
    }
    const isWrapper = node.matches('div') && node.querySelector('p, ul, ol, pre, .sw-figure');
    return isWrapper ? ofContainer(node, chain) : [atom(node, chain, 'text')];
  }

  /// Whether a piece says nothing without the one behind it.
  function leads({ node, kind }) {
    return kind === 'heading' || node.matches('.listing-name') || node.textContent.endsWith(':');
  }

  return {
    /// All of a page, in order; each knows the heading that it stands below.
    of(main) {
      const atoms = childrenOf(main).flatMap((node) => of(node));
      let heading = null;
      for (const it of atoms) {
        if (it.kind === 'heading') heading = it.node;
        it.heading = heading;
        it.leads = leads(it);
      }
      return atoms;
    },
  };
})();
