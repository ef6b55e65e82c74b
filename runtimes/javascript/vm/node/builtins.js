// Node's own modules by name, and npm's `ws`.

import { nameMembers } from '../core/names.js';
import ws from 'npm:ws';
import createWebSocketStream from 'npm:ws-stream';
import assert from './assert.js';
import buffer from './buffer.js';
import crypto from './crypto.js';
import dgram from './dgram.js';
import { notHere } from './errors.js';
import events from './events.js';
import fs, { fsPromises } from './fs.js';
import http from './http/index.js';
import net from './net.js';
import os from './os.js';
import path from './path.js';
import process from './process.js';
import querystring from './querystring.js';
import readline, { readlinePromises } from './readline.js';
import stream from './stream.js';
import string_decoder from './string_decoder.js';
import timers, { timersPromises } from './timers.js';
import tls from './tls.js';
import url from './url.js';
import util from './util.js';
import zlib from './zlib.js';
import { errorNumbers } from './errno.js';
import { machine } from './os.js';

const https = {
  ...http,
  createServer() { throw notHere('TLS'); },
  request() { throw notHere('TLS'); },
  get() { throw notHere('TLS'); },
  Agent: http.Agent,
};

const dns = {
  lookup(name, options, callback) {
    const done = typeof options === 'function' ? options : callback;
    net.lookup(name, (error, addresses) => {
      if (error) done(error);
      else if (options?.all) done(null, addresses.map((address) => ({ address, family: 4 })));
      else done(null, addresses[0], 4);
    });
  },
  resolve4(name, callback) { net.lookup(name, callback); },
  setDefaultResultOrder() {},
};
dns.promises = {
  lookup: (name, options) => new Promise((resolve, reject) => {
    dns.lookup(name, options ?? {}, (error, address, family) => {
      if (error) reject(error);
      else resolve(Array.isArray(address) ? address : { address, family });
    });
  }),
};

export const builtins = {
  assert, buffer, crypto, dgram, dns, events, fs, http, https, net, os, path, process, querystring,
  readline, stream, string_decoder, timers, tls, url, util, zlib,
  console: globalThis.console,
  constants: { ...errorNumbers },
  'assert/strict': assert, 'fs/promises': fsPromises, 'readline/promises': readlinePromises,
  'stream/promises': stream.promises, 'timers/promises': timersPromises, 'path/posix': path,
  'util/types': util.types, 'dns/promises': dns.promises,
  perf_hooks: { get performance() { return globalThis.performance; } },
  async_hooks: { AsyncLocalStorage: class AsyncLocalStorage {
    #store;
    run(store, call, ...args) {
      const before = this.#store;
      this.#store = store;
      try {
        return call(...args);
      } finally {
        this.#store = before;
      }
    }

    getStore() { return this.#store; }
  } },
};

/// Node's that a lab does not have; a program is told so when it asks for them.
export const absent = new Set(('child_process cluster worker_threads vm v8 http2 inspector module '
  + 'repl tty sqlite test diagnostics_channel domain punycode wasi').split(' '));

nameMembers({ WebSocketServer: ws.WebSocketServer, WebSocket: ws });
for (const object of [...Object.values(builtins), ws]) {
  if (object) nameMembers(object);
}
nameMembers({ EventEmitter: events });

const wsModule = ws;
wsModule.createWebSocketStream ??= createWebSocketStream;
export { machine, wsModule };
