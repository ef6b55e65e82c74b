// The page that a browser's program runs in: where it lies decides what its addresses mean.

export const page = { href: undefined, origin: '' };

export function setPage(href, origin) {
  page.href = href;
  page.origin = origin;
}
