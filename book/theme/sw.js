// The workbook without a network, in three tiers: what every page needs is kept at once; the
// language being read, as it is read and whole once the reader's browser is idle; everything else
// (data, large runtimes, the other language) from its first use on.
//
// Pages come from the network first, so that a reader online never reads an old one; hashed assets
// come from the cache first, because their name changes with their content. One cache a version:
// it has all that an older version kept before the worker is installed, and only then are older
// ones deleted.
//
// Caches belong to an origin, and another book may stand there too: a cache's name says whose it
// is, and no other cache is looked at.
'use strict';

const VERSION = '@version';
const SHELL = @files(shell);
const FIGURES = @files(figures);
const LANGUAGES = { en: @files(en), ko: @files(ko) };
const ON_DEMAND = @files(demand);

const SITE = new URL(self.registration.scope);
// No address holds a blank, so the name of no other folder begins with this.
const PREFIX = `workbook ${SITE.pathname} `;
const CACHE = PREFIX + VERSION;
const KNOWN = new Set([SHELL, FIGURES, ON_DEMAND, ...Object.values(LANGUAGES)].flat());

const PATIENCE_MS = 3000;
const FETCHES_AT_ONCE = 6;
const FETCHES_WHEN_IDLE = 2;

const absolute = (path) => new URL(path, SITE).href;

/// The path inside the site, or undefined for what is not there.
function pathOf(address) {
  const url = new URL(address);
  if (url.origin !== SITE.origin || !url.pathname.startsWith(SITE.pathname)) return undefined;
  return url.pathname.slice(SITE.pathname.length);
}

/// The path of what is ours to answer.
function pathAsked(request) {
  const path = request.method === 'GET' ? pathOf(request.url) : undefined;
  const isLive = /^(?:ws\/|__)/.test(path) || /^\/(?:ws\/|__)/.test(new URL(request.url).pathname);
  return isLive ? undefined : path;
}

/// A folder's address is its index page's.
function pageOf(path) {
  return path === '' || path.endsWith('/') ? `${path}index.html` : path;
}

function languageOf(path) {
  const folder = path?.split('/')[0];
  return Object.hasOwn(LANGUAGES, folder) ? folder : undefined;
}

/// The names of this book's caches, this version's first.
async function ours() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  return names.sort((a, b) => (b === CACHE) - (a === CACHE));
}

async function cached(path) {
  return (await caches.open(CACHE)).match(absolute(path));
}

/// A hashed asset from whichever version: its name says that the content is the same.
async function cachedAsset(path) {
  for (const name of await ours()) {
    const found = await (await caches.open(name)).match(absolute(path));
    if (found) return found;
  }
  return undefined;
}

/// Stores each file that is not there yet, so many at once.
async function keep(paths, atOnce, priority) {
  const cache = await caches.open(CACHE);
  const waiting = [...new Set(paths)];
  const next = async () => {
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      await keepOne(cache, path, priority);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, next));
}

async function keepOne(cache, path, priority) {
  const url = absolute(path);
  if (await cache.match(url)) return;
  const isHashed = path.startsWith('assets/');
  const known = isHashed ? await cachedAsset(path) : undefined;
  const mode = isHashed ? 'default' : 'no-cache';
  const response = known ?? await fetch(url, { cache: mode, priority });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  await cache.put(url, await plain(response));
}

/// A redirected response may not answer a navigation: the same, without its history.
async function plain(response) {
  if (!response.redirected) return response;
  return new Response(await response.blob(), { headers: response.headers });
}

/// The paths of the pages that are open now.
async function pathsOpen() {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const paths = pages.map(({ url }) => pathOf(url)).filter((path) => path !== undefined);
  return paths.map(pageOf).filter((path) => KNOWN.has(path));
}

/// What older versions kept, as this one knows it: languages that were read, and what was used.
async function pathsKept() {
  const kept = new Set();
  for (const name of await ours()) {
    if (name === CACHE) continue;
    for (const { url } of await (await caches.open(name)).keys()) {
      const path = pathOf(url);
      if (KNOWN.has(path)) kept.add(path);
      const language = languageOf(path);
      if (language) [...LANGUAGES[language], ...FIGURES].forEach((other) => kept.add(other));
    }
  }
  return [...kept];
}

async function install() {
  const open = await pathsOpen();
  const languages = new Set(open.map(languageOf).filter(Boolean));
  const firsts = [...languages].map((language) => `${language}/index.html`);
  try {
    await keep([...SHELL, ...firsts, ...open, ...await pathsKept()], FETCHES_AT_ONCE);
  } catch (reason) {
    await caches.delete(CACHE); // a half cache would look like a whole one
    throw reason;
  }
}

async function activate() {
  const old = (await ours()).filter((name) => name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function fromCacheFirst(event, path) {
  const known = await cachedAsset(path);
  if (known) return known;
  const response = await fetch(event.request);
  if (response.ok) event.waitUntil(store(path, response.clone()));
  return response;
}

/// The network's answer unless it fails or lingers, and something is kept.
async function fromNetworkFirst(event, path) {
  const page = pageOf(path);
  const known = await cached(page);
  const asked = fetch(event.request).then((response) => {
    const isPage = response.ok && !response.redirected && KNOWN.has(page);
    if (isPage) event.waitUntil(store(page, response.clone()));
    return response;
  });
  if (!known) return asked.catch(() => missing(event.request));
  const late = new Promise((resolve) => {
    setTimeout(resolve, PATIENCE_MS, known);
  });
  event.waitUntil(asked.catch(() => undefined)); // a late answer still refreshes the cache
  const sound = asked.then((response) => (response.status >= 500 ? known : response));
  return Promise.race([sound.catch(() => known), late]);
}

/// The cached page for what is not there, with its links made right for this address.
async function missing(request) {
  const page = request.mode === 'navigate' && await cached('404.html');
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

/// Keeps the whole of the language that a page is in, without getting in its way.
async function keepLanguage(path) {
  const language = languageOf(path);
  if (!language) return;
  const all = [...LANGUAGES[language], ...FIGURES];
  // Offline now, or no room: the next page tries again.
  await keep(all, FETCHES_WHEN_IDLE, 'low').catch(() => undefined);
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('message', (event) => {
  if (event.data === 'idle') event.waitUntil(keepLanguage(pathOf(event.source.url)));
});
self.addEventListener('fetch', (event) => {
  const path = pathAsked(event.request);
  if (path === undefined) return;
  const isAsset = path.startsWith('assets/');
  event.respondWith(isAsset ? fromCacheFirst(event, path) : fromNetworkFirst(event, path));
});
