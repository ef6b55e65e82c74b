// What a runtime's memory held once it was ready, kept on the device: the next time a page is
// opened, its first run begins from it instead of starting the interpreter anew.
//
// A snapshot is of one build of a runtime and of one edition of a browser, so its address names
// both; what any other left is deleted. It lies there as it is: taking it apart would last longer
// than reading it. A hash before it tells whether it is whole. Where a browser keeps nothing (a
// private window, a full disk, a file), there is none, and no word is said about it.
labs.snapshots = (() => {
  const SITE = new URL('..', workbook.assets);

  /// Not among the service worker's caches, whose names begin with `workbook` and a blank: it would
  /// delete this one with every edition of the book.
  const CACHE = `workbook-snapshots ${SITE.pathname}`;

  const HASH_LEN = 32;

  /// No runtime has more memory when it is ready.
  const LEN_MAX = 64 << 20;

  const hash = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

  function addressOf(runtime) {
    const { worker, assets } = labs.MANIFEST[runtime];
    const files = [worker, ...Object.values(assets)].map((file) => labs.url(file).pathname);
    const parts = [runtime, ...files.map((path) => path.split('/').pop()), navigator.userAgent];
    return new URL(`snapshot?${parts.map(encodeURIComponent).join('&')}`, SITE).href;
  }

  const isOf = (runtime, url) => new URL(url).search.startsWith(`?${runtime}&`);

  /// A moment in which the page has nothing else to do.
  const idle = () => new Promise((resolve) => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(resolve, { timeout: 5_000 });
    else setTimeout(resolve, 1_000);
  });

  async function drop(runtime) {
    try {
      await (await caches.open(CACHE)).delete(addressOf(runtime));
    } catch {
      // Where nothing can be kept there is nothing to delete.
    }
  }

  /// The snapshot as an `ArrayBuffer`, or `undefined`.
  async function find(runtime) {
    try {
      if (!await caches.has(CACHE)) return undefined;
      const response = await (await caches.open(CACHE)).match(addressOf(runtime));
      if (!response) return undefined;
      const all = await response.arrayBuffer();
      const bytes = all.slice(HASH_LEN);
      const found = await hash(bytes);
      const expected = new Uint8Array(all, 0, HASH_LEN);
      if (expected.every((byte, at) => byte === found[at])) return bytes;
    } catch {
      // It could not be read: it is as good as damaged.
    }
    await drop(runtime);
    return undefined;
  }

  async function store(runtime, bytes) {
    if (!(bytes instanceof ArrayBuffer) || bytes.byteLength > LEN_MAX) return;
    await idle();
    const cache = await caches.open(CACHE);
    const address = addressOf(runtime);
    for (const { url } of await cache.keys()) {
      if (isOf(runtime, url) && url !== address) await cache.delete(url);
    }
    await cache.put(address, new Response(new Blob([await hash(bytes), bytes])));
  }

  return { find, drop, keep: (runtime, bytes) => store(runtime, bytes).catch(() => undefined) };
})();
