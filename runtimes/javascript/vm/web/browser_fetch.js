// How a page's requests go out: through the lab's network process.

import { newId, op, unwatch, watch } from '../core/loop.js';
import { makeFetch } from './fetch.js';
import { page } from './page.js';

const OP = { fetch: 23, abort: 24 };
const EVENT = { response: 25, body: 26, end: 27, failed: 28 };

export const fetch = makeFetch((request, told) => {
  const id = newId();
  watch(id, (kind, reader) => {
    if (kind === EVENT.response) {
      const [status, statusText] = [reader.u16(), reader.text()];
      const headers = reader.list(() => [reader.text(), reader.text()]);
      told.response({ status, statusText, headers, url: reader.text() });
    } else if (kind === EVENT.body) told.chunk(reader.data());
    else if (kind === EVENT.end) {
      unwatch(id);
      told.end();
    } else if (kind === EVENT.failed) {
      unwatch(id);
      reader.text();
      told.fail(new TypeError('Failed to fetch'));
    }
  });
  op(OP.fetch, id).text(request.method).text(request.url)
    .list([...request.headers], (writer, [name, value]) => writer.text(name).text(value))
    .data(request.bytesGiven ?? new Uint8Array(0)).text(page.origin);
  return () => {
    unwatch(id);
    op(OP.abort, id);
  };
});
