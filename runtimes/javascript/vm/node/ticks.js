// What the streams need of `process`, which itself stands on streams.

import { nextTick } from '../core/loop.js';

export default { nextTick: (callback, ...args) => nextTick(callback, args), env: {} };
