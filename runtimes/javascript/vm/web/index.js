// What Node and a browser have in common.

import { nameMembers } from '../core/names.js';
import { clock } from '../core/loop.js';
import { Blob, File } from './blob.js';
import { TextDecoder, TextEncoder } from './encoding.js';
import {
  AbortController, AbortSignal, CloseEvent, CustomEvent, ErrorEvent, Event, EventTarget,
    MessageEvent,
} from './events.js';
import { EventSource } from './event_source.js';
import { Headers, Request, Response } from './fetch.js';
import { ReadableStream, TextDecoderStream } from './stream.js';
import { structuredClone } from './structured_clone.js';
import { URL, URLSearchParams } from './url.js';
import { WebSocket } from './websocket.js';

const performance = {
  now: () => clock.ns / 1e6,
  get timeOrigin() { return clock.epochMs; },
  mark: () => ({}), measure: () => ({ duration: 0 }), toJSON: () => ({}),
};

export const globals = {
  URL, URLSearchParams, TextEncoder, TextDecoder, Event, EventTarget, CustomEvent, MessageEvent,
  CloseEvent, ErrorEvent, AbortController, AbortSignal, Blob, File, Headers, Request, Response,
  ReadableStream, TextDecoderStream, WebSocket, EventSource, structuredClone, performance,
};
nameMembers(globals);
