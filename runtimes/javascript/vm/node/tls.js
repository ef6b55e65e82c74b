// `tls`: named by what can do without it.

import { notHere } from './errors.js';

export default {
  connect() { throw notHere('TLS'); },
  createServer() { throw notHere('TLS'); },
};
