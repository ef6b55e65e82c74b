// `https`: named by what can do without it.

import { notHere } from './errors.js';

const refuse = () => { throw notHere('TLS'); };

export default { createServer: refuse, request: refuse, get: refuse };
