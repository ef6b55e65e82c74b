// A figure that asks for it is printed alone: a worksheet, and not the page around it.
document.addEventListener('workbook:told', ({ target, detail }) => {
  if (detail !== 'print') return;
  const root = document.documentElement;
  const figure = target.closest('.sw-figure');
  figure.dataset.printed = '';
  root.dataset.printing = '';
  addEventListener('afterprint', () => {
    delete figure.dataset.printed;
    delete root.dataset.printing;
  }, { once: true });
  print();
});
