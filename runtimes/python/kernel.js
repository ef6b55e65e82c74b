// The system calls that CPython's C code makes, answered by the lab instead of by Emscripten.
//
// Each replaces an import of the wasm. A call that the lab answers says what to ask and what to do
// with the answer: `{call, done}`. `done` writes into the program's memory and returns what the
// call returns: a result, or the negative number of an error.

import { Call, TAG } from './bytes.js';
import { DOORS, door } from './doors.js';

/** The numbers that the lab's kernel gives out; files of this runtime stand above. */
export const FIRST = 3;
export const LIMIT = 1024;

const ENOTTY = 59;
const EINVAL = 28;
const F = { dupfd: 0, getfd: 1, setfd: 2, getfl: 3, setfl: 4, dupfdCloexec: 1030 };
const O_RDWR = 2;
const O_NONBLOCK = 0o4000;
const FD_CLOEXEC = 1;
const FIONBIO = 0x5421;
const TIOCGWINSZ = 0x5413;
const SOL_SOCKET = 1;
// These numbers of this C library stand for the 64-bit time of a 32-bit machine.
const TIME_OPTIONS = new Map([[66, 20], [67, 21]]);
const SO_LINGER = 13;
const SO_RCVTIMEO = 20;
const SO_SNDTIMEO = 21;

const isOurs = (fd) => fd >= FIRST && fd < LIMIT;

/** `memory` gives the views of the program's memory as it is now. */
export class Kernel {
  constructor(process, memory) {
    this.process = process;
    this.memory = memory;
  }

  bytes(at, length) {
    return this.memory().bytes.subarray(at >>> 0, (at >>> 0) + length);
  }

  get view() {
    return this.memory().view;
  }

  /** Writes an address where C asked for one, no longer than its place, and its whole length. */
  putAddress(bytes, at, lengthAt) {
    if (!at || !lengthAt) return;
    const room = this.view.getUint32(lengthAt, true);
    this.bytes(at, Math.min(room, bytes.length)).set(bytes.subarray(0, room));
    this.view.setUint32(lengthAt, bytes.length, true);
  }

  /** The pieces of an `iovec`, each a part of memory. */
  pieces(iov, count) {
    const { view } = this;
    return Array.from({ length: count }, (_, i) => {
      const at = iov + 8 * i;
      return this.bytes(view.getUint32(at, true), view.getUint32(at + 4, true));
    });
  }

  joined(iov, count) {
    const pieces = this.pieces(iov, count);
    if (pieces.length === 1) return pieces[0];
    const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  }

  scatter(data, iov, count) {
    let at = 0;
    for (const piece of this.pieces(iov, count)) {
      const part = data.subarray(at, at + piece.length);
      piece.set(part);
      at += part.length;
    }
    return at;
  }

  // What an option's value is depends on its name (socket(7)).
  optionValue(call, level, name, at, length) {
    const { view } = this;
    if (level === SOL_SOCKET && name === SO_LINGER) {
      if (length < 8) return false;
      call.u8(1).i32(view.getInt32(at, true)).i32(view.getInt32(at + 4, true));
      return true;
    }
    if (level === SOL_SOCKET && (name === SO_RCVTIMEO || name === SO_SNDTIMEO)) {
      // `struct timeval` has two long: of four bytes each here, of eight where the reader comes
      // from and may have packed it so.
      if (length < 8) return false;
      if (length < 16) {
        call.u8(2).i64(view.getInt32(at, true)).i64(view.getInt32(at + 4, true));
      } else call.u8(2).i64(view.getBigInt64(at, true)).i64(view.getBigInt64(at + 8, true));
      return true;
    }
    if (length < 4) return false;
    call.u8(0).i32(view.getInt32(at, true));
    return true;
  }

  putOption(reply, at, lengthAt) {
    const kind = reply.u8();
    const bytes = new Uint8Array(16);
    const view = new DataView(bytes.buffer);
    let length = 4;
    if (kind === 1) {
      view.setInt32(0, reply.i32(), true);
      view.setInt32(4, reply.i32(), true);
      length = 8;
    } else if (kind === 2) {
      view.setBigInt64(0, reply.i64(), true);
      view.setBigInt64(8, reply.i64(), true);
      length = 16;
    } else view.setInt32(0, reply.i32(), true);
    const room = this.view.getUint32(lengthAt, true);
    const given = bytes.subarray(0, Math.min(room, length));
    this.bytes(at, given.length).set(given);
    this.view.setUint32(lengthAt, given.length, true);
    return 0;
  }
}

const plain = (reply) => reply.i32();
const simple = (tag, ...numbers) => {
  const call = new Call(tag);
  for (const number of numbers) call.i32(number);
  return { call, done: plain };
};

const optionNumber = (level, name) => (level === SOL_SOCKET && TIME_OPTIONS.get(name)) || name;

function setOption(kernel, [fd, level, name, at, length]) {
  const option = optionNumber(level, name);
  const call = new Call(TAG.setsockopt).i32(fd).i32(level).i32(option);
  return kernel.optionValue(call, level, option, at, length) ? { call, done: plain } : -EINVAL;
}

/**
 * The calls by their import's name. Each gets the kernel and the arguments, and gives a number
 * (the result at once), undefined (not ours: Emscripten's own), or what to ask.
 */
export const CALLS = {
  // The sixth argument is 0 from C's `socket`; other functions leave by this import too.
  __syscall_socket(kernel, domain, type, protocol, fourth, fifth, code) {
    if (code === 0) return simple(TAG.socket, domain, type, protocol);
    const given = [domain, type, protocol, fourth, fifth];
    return code === DOORS.setsockopt.code ? setOption(kernel, given)
      : door(kernel.process, kernel, code, given);
  },
  __syscall_bind(kernel, fd, address, length) {
    const call = new Call(TAG.bind).i32(fd).sockaddr(kernel.bytes(address, length));
    return { call, done: plain };
  },
  __syscall_connect(kernel, fd, address, length) {
    const call = new Call(TAG.connect).i32(fd).sockaddr(kernel.bytes(address, length));
    return { call, done: plain };
  },
  __syscall_listen: (_, fd, backlog) => simple(TAG.listen, fd, backlog),
  __syscall_accept4(kernel, fd, address, length, flags) {
    const done = (reply) => {
      const accepted = reply.i32();
      kernel.putAddress(reply.sockaddr(), address, length);
      return accepted;
    };
    return { call: simple(TAG.accept4, fd, flags).call, done };
  },
  __syscall_sendto(kernel, fd, at, length, flags, address, addressLength) {
    const call = new Call(TAG.send).i32(fd).data(kernel.bytes(at, length)).i32(flags);
    if (address) call.sockaddr(kernel.bytes(address, addressLength));
    else call.u8(0);
    return { call, done: plain };
  },
  __syscall_recvfrom(kernel, fd, at, length, flags, address, addressLength) {
    const done = (reply) => {
      const whole = reply.u32();
      const data = reply.data();
      kernel.bytes(at, data.length).set(data);
      kernel.putAddress(reply.sockaddr(), address, addressLength);
      // With MSG_TRUNC a datagram's whole length is the result (recv(2)).
      return flags & 0x20 ? whole : data.length;
    };
    return { call: new Call(TAG.recvmsg).i32(fd).u32(length).i32(flags), done };
  },
  __syscall_sendmsg(kernel, fd, message, flags) {
    const field = (i) => kernel.view.getUint32(message + 4 * i, true);
    const data = kernel.joined(field(2), field(3));
    const call = new Call(TAG.send).i32(fd).data(data).i32(flags);
    if (field(0)) call.sockaddr(kernel.bytes(field(0), field(1)));
    else call.u8(0);
    return { call, done: plain };
  },
  __syscall_recvmsg(kernel, fd, message, flags) {
    const field = (i) => kernel.view.getUint32(message + 4 * i, true);
    const iov = field(2);
    const count = field(3);
    const length = kernel.pieces(iov, count).reduce((sum, piece) => sum + piece.length, 0);
    const done = (reply) => {
      const whole = reply.u32();
      const data = reply.data();
      kernel.scatter(data, iov, count);
      kernel.putAddress(reply.sockaddr(), field(0), message + 4);
      // No control messages come.
      kernel.view.setUint32(message + 20, 0, true);
      kernel.view.setInt32(message + 24, reply.i32(), true);
      return flags & 0x20 ? whole : data.length;
    };
    return { call: new Call(TAG.recvmsg).i32(fd).u32(length).i32(flags), done };
  },
  _try_shutdown(kernel, fd, how, result) {
    if (!isOurs(fd)) return undefined;
    const write = (value) => {
      kernel.view.setInt32(result, value, true);
      return 1;
    };
    return { ...simple(TAG.shutdown, fd, how), after: write };
  },
  __syscall_getsockname(kernel, fd, address, length) {
    const done = (reply) => {
      kernel.putAddress(reply.sockaddr(), address, length);
      return 0;
    };
    return { call: simple(TAG.getsockname, fd).call, done };
  },
  __syscall_getpeername(kernel, fd, address, length) {
    const done = (reply) => {
      kernel.putAddress(reply.sockaddr(), address, length);
      return 0;
    };
    return { call: simple(TAG.getpeername, fd).call, done };
  },
  __syscall_getsockopt(kernel, fd, level, name, at, length) {
    const done = (reply) => kernel.putOption(reply, at, length);
    return { call: simple(TAG.getsockopt, fd, level, optionNumber(level, name)).call, done };
  },
  __syscall_fcntl64(kernel, fd, command, rest) {
    if (!isOurs(fd)) return undefined;
    switch (command) {
      case F.dupfd:
      case F.dupfdCloexec:
        return simple(TAG.dup, fd);
      case F.getfd:
        return FD_CLOEXEC;
      case F.setfd:
        return 0;
      case F.getfl:
        return simple(TAG.getFlags, fd);
      case F.setfl:
        return simple(TAG.setFlags, fd, kernel.view.getInt32(rest, true));
      default:
        return -EINVAL;
    }
  },
  __syscall_ioctl(kernel, fd, request, rest) {
    if (fd <= 2) return request === TIOCGWINSZ && fd === 1 ? 0 : -ENOTTY;
    if (!isOurs(fd)) return undefined;
    // Where a program asks for non-blocking by ioctl(FIONBIO), the kernel sets the same flag.
    if (request >>> 0 !== FIONBIO) return -ENOTTY;
    const on = kernel.view.getInt32(kernel.view.getUint32(rest, true), true);
    return simple(TAG.setFlags, fd, on ? O_RDWR | O_NONBLOCK : O_RDWR);
  },
  __syscall_dup: (_, fd) => (isOurs(fd) ? simple(TAG.dup, fd) : undefined),
  __syscall_dup3: (_, fd, to) => (isOurs(fd) ? simple(TAG.dup2, fd, to) : undefined),
  __syscall_poll(kernel, fds, count, timeout) {
    const call = new Call(TAG.poll).u32(count);
    for (let i = 0; i < count; i += 1) {
      const at = fds + 8 * i;
      call.i32(kernel.view.getInt32(at, true)).u32(kernel.view.getUint16(at + 4, true));
    }
    const done = (reply) => {
      const ready = reply.i32();
      const listed = reply.u32();
      for (let i = 0; i < listed; i += 1) {
        kernel.view.setUint16(fds + 8 * i + 6, reply.u32(), true);
      }
      return ready;
    };
    return { call: call.i32(timeout), done };
  },
};

/** The calls of WASI: they give the number of an error, and write their result where asked. */
export const WASI_CALLS = {
  fd_close: (_, fd) => (isOurs(fd) ? simple(TAG.close, fd) : undefined),
  fd_read(kernel, fd, iov, count, result) {
    if (!isOurs(fd)) return undefined;
    const length = kernel.pieces(iov, count).reduce((sum, piece) => sum + piece.length, 0);
    const done = (reply) => {
      reply.u32();
      kernel.view.setUint32(result, kernel.scatter(reply.data(), iov, count), true);
      return 0;
    };
    return { call: new Call(TAG.recvmsg).i32(fd).u32(length).i32(0), done };
  },
  fd_write(kernel, fd, iov, count, result) {
    if (!isOurs(fd)) return undefined;
    const call = new Call(TAG.send).i32(fd).data(kernel.joined(iov, count)).i32(0).u8(0);
    const done = (reply) => {
      kernel.view.setUint32(result, reply.i32(), true);
      return 0;
    };
    return { call, done };
  },
};
