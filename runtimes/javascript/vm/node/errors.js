// Errors with Node's codes and words.

import { errorMessages } from './errno.js';

function at(address, port) {
  if (!address) return '';
  return port ? ` ${address}:${port}` : ` ${address}`;
}

/// What the reactor says went wrong, as libuv's errors are told by Node.
export function systemError(syscall, code, errno, address, port) {
  const isDetailed = syscall === 'listen';
  const said = isDetailed && errorMessages[code] ? `: ${errorMessages[code]}` : '';
  const error = new Error(`${syscall} ${code}${said}${at(address, port)}`);
  if (syscall === 'getaddrinfo') {
    Object.assign(error, { errno, code, syscall, hostname: address });
    return error;
  }
  const fields = isDetailed ? { code, errno, syscall } : { errno, code, syscall };
  Object.assign(error, fields);
  if (address) error.address = address;
  if (port) error.port = port;
  return error;
}

/// Where in Node these errors are made. The numbers of lines are left out: they are not ours.
const FRAMES = {
  connect: ['TCPConnectWrap.afterConnect [as oncomplete] (node:net)'],
  read: ['TCP.onStreamRead (node:internal/stream_base_commons)'],
  write: ['WriteWrap.onWriteComplete [as oncomplete] (node:internal/stream_base_commons)'],
  getaddrinfo: ['GetAddrInfoReqWrap.onlookup [as oncomplete] (node:dns)'],
  listen: ['Server.setupListenHandle [as _listen2] (node:net)', 'listenInCluster (node:net)',
    'Server.listen (node:net)'],
};

/// The error of an event. `frames` are those of the reader's call, where Node has them in its
/// stack.
export function readFailure(reader, frames = []) {
  const [syscall, code, errno] = [reader.text(), reader.text(), reader.i32()];
  const error = systemError(syscall, code, errno, reader.text(), reader.u16());
  const lines = (FRAMES[syscall] ?? []).map((frame) => `    at ${frame}`);
  Object.defineProperty(error, 'stack', {
    value: [`Error: ${error.message}`, ...lines, ...frames].join('\n'),
    writable: true, configurable: true, enumerable: false,
  });
  return error;
}

/// The reader's frames at this moment.
export function framesHere() {
  return String(new Error().stack).split('\n').slice(1);
}

/// An error as Node makes its own: `name [code]: message` in stacks, `code` as a field.
export function nodeError(Type, code, message) {
  const error = new Type(message);
  error.code = code;
  const { name } = error;
  const head = `${name}: ${message}`;
  const stack = String(error.stack);
  Object.defineProperty(error, 'stack', {
    value: stack.startsWith(head) ? `${name} [${code}]: ${message}${stack.slice(head.length)}`
      : stack,
    writable: true, configurable: true, enumerable: false,
  });
  return error;
}

export function notHere(what) {
  return nodeError(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
    `${what} is not in this lab: it has Node's net, dgram, http and what npm ws needs.`);
}

function shownPort(port) {
  return typeof port === 'string' ? `type string ('${port}')` : `type ${typeof port} (${port})`;
}

export function portOf(port, name = 'options.port') {
  const number = typeof port === 'string' && port.trim() !== '' ? Number(port) : port;
  if (Number.isInteger(number) && number >= 0 && number <= 65535) return number;
  throw nodeError(RangeError, 'ERR_SOCKET_BAD_PORT',
    `${name} should be >= 0 and < 65536. Received ${shownPort(port)}.`);
}
