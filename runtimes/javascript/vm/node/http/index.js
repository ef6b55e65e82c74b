// `http`.

import { ClientRequest, Agent, globalAgent } from './client.js';
import { IncomingMessage } from './incoming.js';
import { OutgoingMessage, validateHeaderName, validateHeaderValue } from './outgoing.js';
import { Server, ServerResponse } from './server.js';
import { METHODS, STATUS_CODES } from './status.js';

const createServer = (options, listener) => new Server(options, listener);
const request = (input, options, callback) => new ClientRequest(input, options, callback);
const get = (input, options, callback) => {
  const made = request(input, options, callback);
  made.end();
  return made;
};

export default {
  METHODS, STATUS_CODES, Agent, globalAgent, ClientRequest, IncomingMessage, OutgoingMessage,
  Server, ServerResponse, createServer, request, get, validateHeaderName, validateHeaderValue,
  maxHeaderSize: 16384,
};
