// Listings and wide tables: a button that copies, and scrolling that the keyboard reaches.
(() => {
  function addCopyButton(listing) {
    const frame = document.createElement('div');
    frame.className = 'code-frame';
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'code-copy';
    button.textContent = workbook.say('copy');
    button.addEventListener('click', () => copy(listing, button));
    listing.replaceWith(frame);
    frame.append(listing, button);
  }

  async function copy(listing, button) {
    try {
      await navigator.clipboard.writeText(listing.querySelector('code').textContent);
      button.textContent = workbook.say('copied');
    } catch {
      // Without the clipboard (an old browser, plain http) the text is selected for the reader.
      getSelection().selectAllChildren(listing);
      button.textContent = workbook.say('uncopied');
    }
    setTimeout(() => {
      button.textContent = workbook.say('copy');
    }, 2000);
  }

  // Only what really overflows becomes a stop for the Tab key.
  const measured = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute('tabindex');
    }
  });

  for (const listing of document.querySelectorAll('main pre:has(> code)')) {
    if (!listing.closest('.sw-figure')) addCopyButton(listing);
  }
  for (const scroller of document.querySelectorAll('main pre, .table-wrapper')) {
    measured.observe(scroller);
  }
})();
