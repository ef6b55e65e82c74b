// `stream`: npm's readable-stream, which is Node's own.

import stream from 'npm:stream';

export const {
  Readable, Writable, Duplex, Transform, PassThrough, Stream, pipeline, finished, promises,
  addAbortSignal,
} = stream;

export default stream;
