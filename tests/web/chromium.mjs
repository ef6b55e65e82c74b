// The browser, and a small server for what it looks at.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { chromium } from 'playwright-core';

const CHROME = given('CHROME');

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
};

/// The file or folder that a variable names.
export function given(name) {
  const value = process.env[name];
  if (!value || !existsSync(value)) {
    throw new Error(`${name} names nothing: run this with cargo xtask test --web, or bench`);
  }
  return value;
}

/// A static host: `folder` under `prefix`, folders as index.html, 404.html for the rest.
export async function serveFolder({ folder, prefix = '/', port = 0, headers = {} }) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://host');
    const isInside = pathname.startsWith(prefix);
    const path = isInside ? decodeURIComponent(pathname.slice(prefix.length)) : '';
    let file = join(folder, normalize(`/${path}`));
    if (existsSync(file) && statSync(file).isDirectory()) file = join(file, 'index.html');
    const isFound = isInside && existsSync(file);
    if (!isFound) file = join(folder, '404.html');
    response.writeHead(isFound ? 200 : 404, {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream', ...headers,
    });
    if (!existsSync(file)) response.end();
    else createReadStream(file).pipe(response);
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: server.address().port,
    url: `http://127.0.0.1:${server.address().port}${prefix}`,
    /// Ends it and every open connection; a second time does nothing.
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

export function launch() {
  return chromium.launch({ executablePath: CHROME, args: FLAGS });
}

/// A Chromium with a profile folder of its own, which outlives the browser.
export function launchProfile(profile, options = {}) {
  return chromium.launchPersistentContext(profile, {
    executablePath: CHROME, args: FLAGS, ...options,
  });
}
