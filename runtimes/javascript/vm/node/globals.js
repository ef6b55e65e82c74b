// Names that packages and the layer take for given. Whatever a program does to its globals, these
// stay.

export { Buffer } from './buffer.js';
export { default as process } from './ticks.js';
export {
  clearImmediate, clearTimeout, clearTimeout as clearInterval, setImmediate, setInterval,
    setTimeout,
} from '../core/timers.js';
export { URL, URLSearchParams } from '../web/url.js';
export { AbortController, AbortSignal } from '../web/events.js';
export { TextDecoder, TextEncoder } from '../web/encoding.js';
