// The sidebar: a column that stays away when told to, or a drawer where there is no room for one.
(() => {
  const html = document.documentElement;
  const sidebar = document.getElementById('sidebar');
  const button = document.querySelector('[data-toggle-sidebar]');
  const roomy = matchMedia('(min-width: 1080px)');

  function isShown() {
    return roomy.matches
      ? !html.classList.contains('no-sidebar')
      : html.classList.contains('sidebar-open');
  }

  function sync() {
    button.setAttribute('aria-expanded', String(isShown()));
  }

  function show(shown) {
    if (roomy.matches) {
      html.classList.toggle('no-sidebar', !shown);
      workbook.remember('workbook.sidebar', shown ? 'visible' : 'hidden');
    } else {
      html.classList.toggle('sidebar-open', shown);
    }
    sync();
  }

  /// The sections of the chapter being read, below its name.
  function sectionsOfPage() {
    const list = document.createElement('ol');
    list.className = 'on-page';
    for (const heading of document.querySelectorAll('main h2[id]')) {
      const item = document.createElement('li');
      const link = document.createElement('a');
      link.href = `#${heading.id}`;
      link.textContent = heading.textContent;
      link.addEventListener('click', () => {
        if (!roomy.matches) show(false);
      });
      item.append(link);
      list.append(item);
    }
    return list;
  }

  function markCurrent() {
    const here = location.pathname.replace(/\/$/, '/index.html');
    const links = [...sidebar.querySelectorAll('.chapter a')];
    // The first chapter is also the language's index page.
    const current = links.find((link) => link.pathname === here)
      ?? (here.endsWith('/index.html') ? links[0] : undefined);
    if (!current) return;
    current.setAttribute('aria-current', 'page');
    const sections = sectionsOfPage();
    if (sections.children.length > 0) current.after(sections);
    const middle = current.offsetTop - sidebar.clientHeight / 2;
    if (middle > 0) sidebar.scrollTop = middle;
  }

  button.addEventListener('click', () => {
    show(!isShown());
    if (isShown() && !roomy.matches) {
      sidebar.querySelector('[aria-current], a').focus();
    }
  });
  document.querySelector('[data-close-sidebar]').addEventListener('click', () => show(false));
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !roomy.matches && isShown()) {
      show(false);
      button.focus();
    }
  });
  // Tabbing out of the open drawer would leave the reader behind it.
  sidebar.addEventListener('focusout', (event) => {
    const outside = event.relatedTarget && !sidebar.contains(event.relatedTarget);
    if (outside && !roomy.matches) show(false);
  });
  roomy.addEventListener('change', () => {
    html.classList.remove('sidebar-open');
    sync();
  });
  markCurrent();
  sync();
})();
