// The workbook without a network: after the first visit the language being read is all here.
//
// Pages come from the network first, so that a reader online never reads an old one; hashed assets
// come from the cache first, because their name changes with their content. One cache a version:
// it is complete before the worker is installed, and only then are older ones deleted.
'use strict';

const VERSION = '@version';
const PREFIX = 'workbook-';
const CACHE = PREFIX + VERSION;
const PAGES = { en: @files(en), ko: @files(ko) };
const ASSETS = @files(assets);
const ROOT = ['index.html', '404.html'];

const PATIENCE_MS = 3000;
const FETCHES_AT_ONCE = 6;
const SITE = new URL('./', self.location);

const absolute = (path) => new URL(path, SITE).href;

/// The path inside the site, or undefined for what is not ours to answer.
function pathInSite(request) {
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== SITE.origin) return undefined;
  if (!url.pathname.startsWith(SITE.pathname)) return undefined;
  const path = url.pathname.slice(SITE.pathname.length);
  const isLive = /^(?:ws\/|__)/.test(path) || /^\/(?:ws\/|__)/.test(url.pathname);
  return isLive ? undefined : path;
}

/// A folder's address is its index page's.
function pageOf(path) {
  return path === '' || path.endsWith('/') ? `${path}index.html` : path;
}

function languageOf(path) {
  const folder = path.split('/')[0];
  return Object.hasOwn(PAGES, folder) ? folder : undefined;
}

/// Stores each file; those that keep their name for ever are taken from an older cache.
async function keep(paths) {
  const cache = await caches.open(CACHE);
  const waiting = [...paths];
  const next = async () => {
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      await keepOne(cache, path);
    }
  };
  await Promise.all(Array.from({ length: FETCHES_AT_ONCE }, next));
}

async function keepOne(cache, path) {
  const url = absolute(path);
  if (await cache.match(url)) return;
  const isHashed = path.startsWith('assets/');
  const known = isHashed ? await caches.match(url) : undefined;
  const response = known ?? await fetch(url, { cache: isHashed ? 'default' : 'no-cache' });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  await cache.put(url, await plain(response));
}

/// A redirected response may not answer a navigation: the same, without its history.
async function plain(response) {
  if (!response.redirected) return response;
  return new Response(await response.blob(), { headers: response.headers });
}

/// The languages that are open now or that an older version kept.
async function languagesInUse() {
  const used = new Set();
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const addresses = pages.map((page) => page.url);
  for (const name of await caches.keys()) {
    if (!name.startsWith(PREFIX)) continue;
    const cache = await caches.open(name);
    addresses.push(...(await cache.keys()).map((request) => request.url));
  }
  for (const address of addresses) {
    if (!address.startsWith(SITE.href)) continue;
    used.add(languageOf(new URL(address).pathname.slice(SITE.pathname.length)));
  }
  used.delete(undefined);
  return used.size > 0 ? [...used] : ['en'];
}

async function install() {
  const languages = await languagesInUse();
  try {
    await keep([...ROOT, ...ASSETS, ...languages.flatMap((language) => PAGES[language])]);
  } catch (reason) {
    await caches.delete(CACHE); // a half cache would look like a whole one
    throw reason;
  }
}

async function activate() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function fromCacheFirst(event, path) {
  const cached = await caches.match(absolute(path));
  if (cached) return cached;
  const response = await fetch(event.request);
  if (response.ok) event.waitUntil(store(path, response.clone()));
  return response;
}

/// The network's answer unless it fails or lingers, and something is kept.
async function fromNetworkFirst(event, path) {
  const cached = await caches.match(absolute(pageOf(path)));
  const asked = fetch(event.request).then((response) => {
    const isPage = response.ok && !response.redirected;
    if (isPage) event.waitUntil(store(pageOf(path), response.clone()));
    return response;
  });
  if (!cached) return asked.catch(() => missing(event.request));
  const late = new Promise((resolve) => {
    setTimeout(resolve, PATIENCE_MS, cached);
  });
  event.waitUntil(asked.catch(() => undefined)); // a late answer still refreshes the cache
  const sound = asked.then((response) => (response.status >= 500 ? cached : response));
  return Promise.race([sound.catch(() => cached), late]);
}

/// The cached page for what is not there, with its links made right for this address.
async function missing(request) {
  const page = request.mode === 'navigate' && await caches.match(absolute('404.html'));
  if (!page) return Response.error();
  const text = await page.text();
  const based = text.replace('<head>', `<head>\n<base href="${SITE.href}">`);
  return new Response(based, {
    status: 404,
    headers: { 'content-type': 'text/html; charset=utf-8' },
  });
}

async function store(path, response) {
  try {
    const cache = await caches.open(CACHE);
    await cache.put(absolute(path), response);
  } catch {
    // The disk may be full: then this file is read online.
  }
}

/// A language is kept whole from its first use on.
async function keepLanguage(path) {
  const language = languageOf(path);
  if (!language) return;
  await keep(PAGES[language]).catch(() => undefined); // offline now: the next page tries again
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('fetch', (event) => {
  const path = pathInSite(event.request);
  if (path === undefined) return;
  if (path.startsWith('assets/')) {
    event.respondWith(fromCacheFirst(event, path));
    return;
  }
  event.respondWith(fromNetworkFirst(event, path));
  if (event.request.mode === 'navigate') event.waitUntil(keepLanguage(path));
});
