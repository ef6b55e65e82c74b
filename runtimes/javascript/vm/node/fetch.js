// `fetch` of a Node program: over its own `http`.

import { makeFetch } from '../web/fetch.js';
import http from './http/index.js';

const REDIRECTS_MAX = 20;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

function failed(cause) {
  return new TypeError('fetch failed', { cause });
}

function go(request, url, told, state) {
  const headers = { ...Object.fromEntries(request.headers) };
  for (const [name, value] of [['accept', '*/*'], ['accept-language', '*'],
    ['sec-fetch-mode', 'cors'], ['user-agent', 'node']]) headers[name] ??= value;
  const bytes = request.bytesGiven;
  if (bytes !== null) headers['content-length'] = String(bytes.length);
  let made;
  try {
    made = http.request(url, { method: request.method, headers });
  } catch (error) {
    return void queueMicrotask(() => told.fail(failed(error)));
  }
  state.made = made;
  made.on('error', (error) => told.fail(failed(error)));
  made.on('response', (response) => {
    const { location } = response.headers;
    if (REDIRECTS.has(response.statusCode) && location && state.count < REDIRECTS_MAX) {
      state.count += 1;
      response.resume();
      return void go(request, new URL(location, url).href, told, state);
    }
    const fields = [];
    for (let at = 0; at < response.rawHeaders.length; at += 2) {
      fields.push([response.rawHeaders[at], response.rawHeaders[at + 1]]);
    }
    told.response({ status: response.statusCode, statusText: response.statusMessage,
      headers: fields,
      url, redirected: state.count > 0 });
    response.on('data', (chunk) => told.chunk(new Uint8Array(chunk)));
    response.on('end', () => told.end());
    response.on('error', (error) => told.fail(new TypeError('terminated', { cause: error })));
    response.on('aborted', () => told.fail(new TypeError('terminated')));
  });
  if (bytes !== null) made.write(bytes);
  return void made.end();
}

export const fetch = makeFetch((request, told) => {
  const state = { count: 0, made: undefined };
  go(request, request.url, told, state);
  return () => state.made?.destroy();
});
