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

export function readFailure(reader) {
  const [syscall, code, errno] = [reader.text(), reader.text(), reader.i32()];
  return systemError(syscall, code, errno, reader.text(), reader.u16());
}

/// An error as Node makes its own: `name [code]: message` in stacks, `code` as a field.
export function nodeError(Type, code, message) {
  const error = new Type(message);
  error.code = code;
  const { name } = error;
  const head = `${name}: ${message}`;
  const stack = String(error.stack);
  Object.defineProperty(error, 'stack', {
    value: stack.startsWith(head) ? `${name} [${code}]: ${message}${stack.slice(head.length)}` : stack,
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
