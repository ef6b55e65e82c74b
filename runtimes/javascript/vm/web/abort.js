// What readable-stream asks a package for.

export { AbortController, AbortSignal } from './events.js';
