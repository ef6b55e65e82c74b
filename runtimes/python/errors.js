// The errors of system calls: Linux' numbers, which readers see, and the numbers that this build
// of CPython was compiled with. Texts are glibc's, as `python3` on Linux prints them.

// name, Linux, compiled, text.
const TABLE = `
EPERM 1 63 Operation not permitted
ENOENT 2 44 No such file or directory
ESRCH 3 71 No such process
EINTR 4 27 Interrupted system call
EIO 5 29 Input/output error
ENXIO 6 60 No such device or address
E2BIG 7 1 Argument list too long
ENOEXEC 8 45 Exec format error
EBADF 9 8 Bad file descriptor
ECHILD 10 12 No child processes
EAGAIN 11 6 Resource temporarily unavailable
ENOMEM 12 48 Cannot allocate memory
EACCES 13 2 Permission denied
EFAULT 14 21 Bad address
EBUSY 16 10 Device or resource busy
EEXIST 17 20 File exists
EXDEV 18 75 Invalid cross-device link
ENODEV 19 43 No such device
ENOTDIR 20 54 Not a directory
EISDIR 21 31 Is a directory
EINVAL 22 28 Invalid argument
ENFILE 23 41 Too many open files in system
EMFILE 24 33 Too many open files
ENOTTY 25 59 Inappropriate ioctl for device
ETXTBSY 26 74 Text file busy
EFBIG 27 22 File too large
ENOSPC 28 51 No space left on device
ESPIPE 29 70 Illegal seek
EROFS 30 69 Read-only file system
EMLINK 31 34 Too many links
EPIPE 32 64 Broken pipe
EDOM 33 18 Numerical argument out of domain
ERANGE 34 68 Numerical result out of range
EDEADLK 35 16 Resource deadlock avoided
ENAMETOOLONG 36 37 File name too long
ENOLCK 37 46 No locks available
ENOSYS 38 52 Function not implemented
ENOTEMPTY 39 55 Directory not empty
ELOOP 40 32 Too many levels of symbolic links
ENOMSG 42 49 No message of desired type
EIDRM 43 24 Identifier removed
EPROTO 71 65 Protocol error
EBADMSG 74 9 Bad message
EOVERFLOW 75 61 Value too large for defined data type
EILSEQ 84 25 Invalid or incomplete multibyte or wide character
ENOTSOCK 88 57 Socket operation on non-socket
EDESTADDRREQ 89 17 Destination address required
EMSGSIZE 90 35 Message too long
EPROTOTYPE 91 67 Protocol wrong type for socket
ENOPROTOOPT 92 50 Protocol not available
EPROTONOSUPPORT 93 66 Protocol not supported
ESOCKTNOSUPPORT 94 137 Socket type not supported
EOPNOTSUPP 95 138 Operation not supported
EPFNOSUPPORT 96 139 Protocol family not supported
EAFNOSUPPORT 97 5 Address family not supported by protocol
EADDRINUSE 98 3 Address already in use
EADDRNOTAVAIL 99 4 Cannot assign requested address
ENETDOWN 100 38 Network is down
ENETUNREACH 101 40 Network is unreachable
ENETRESET 102 39 Network dropped connection on reset
ECONNABORTED 103 13 Software caused connection abort
ECONNRESET 104 15 Connection reset by peer
ENOBUFS 105 42 No buffer space available
EISCONN 106 30 Transport endpoint is already connected
ENOTCONN 107 53 Transport endpoint is not connected
ESHUTDOWN 108 140 Cannot send after transport endpoint shutdown
ETIMEDOUT 110 73 Connection timed out
ECONNREFUSED 111 14 Connection refused
EHOSTDOWN 112 142 Host is down
EHOSTUNREACH 113 23 No route to host
EALREADY 114 7 Operation already in progress
EINPROGRESS 115 26 Operation now in progress
ECANCELED 125 11 Operation canceled
`;

/** Every error: {name, linux, compiled, text}. */
export const ERRORS = TABLE.trim().split('\n').map((line) => {
  const [name, linux, compiled, ...words] = line.split(' ');
  return { name, linux: Number(linux), compiled: Number(compiled), text: words.join(' ') };
});

const EIO = 29;
const BY_COMPILED = new Map(ERRORS.map((error) => [error.compiled, error]));

/** The error of a compiled number. */
export const known = (number) => BY_COMPILED.get(number) ?? BY_COMPILED.get(EIO);

const COMPILED = new Map(ERRORS.map((error) => [error.linux, error.compiled]));

/** The number that the compiled C code compares with. */
export const compiled = (linux) => COMPILED.get(linux) ?? EIO;

/** Stands in memory for every text, so that an error made by C can be told from a reader's. */
export const MARK = 0x7f;

const encoder = new TextEncoder();

function find(memory, bytes, from = 0) {
  for (let at = memory.indexOf(bytes[0], from); at >= 0; at = memory.indexOf(bytes[0], at + 1)) {
    if (bytes.every((byte, i) => memory[at + i] === byte)) return at;
  }
  throw new Error('The C library of this runtime is not the one that it was made for.');
}

const string = (text) => encoder.encode(`${text}\0`);

function writeTexts(memory, start, end, texts) {
  const bytes = texts.flatMap((text) => [...string(text)]);
  if (start + bytes.length > end) throw new Error('No room for the texts of getaddrinfo.');
  memory.fill(0, start, end).set(bytes, start);
}

/**
 * Replaces the texts of `strerror` by a mark, and those of `gai_strerror`, which stand in memory
 * one after another. `strerror` finds its own by a table of offsets, one for each compiled number.
 */
export function patchTexts(memory) {
  const start = find(memory, string('Success\0Illegal byte sequence'));
  const at = (text) => find(memory, string(`\0${text}`), start) + 1 - start;
  const known = [[2, 'Permission denied'], [6, 'Resource temporarily unavailable'],
    [14, 'Connection refused']].map(([number, text]) => [number, at(text)]);
  const view = new DataView(memory.buffer, memory.byteOffset);
  let table = start - 2;
  const fits = ([number, offset]) => view.getUint16(table + 2 * number, true) === offset;
  while (table > start - 4096 && !known.every(fits)) table -= 2;
  if (!known.every(fits)) throw new Error('strerror has no table of offsets.');
  memory.set([...string('Success'), MARK, 0], start);
  const marked = 'Success'.length + 1;
  for (const { compiled: at } of ERRORS) view.setUint16(table + 2 * at, marked, true);
  patchNameTexts(memory);
}

// In the order of the numbers -1, -2, ...; what the lab's names never answer is left short.
const NAME_TEXTS = ['Bad value for ai_flags', 'Name or service not known', 'Try again',
  'Failure', 'No address', 'ai_family not supported',
  'ai_socktype not supported', 'Servname not supported for ai_socktype', 'Unknown error',
  'Memory', 'System error'];

function patchNameTexts(memory) {
  const start = find(memory, string('Invalid flags'));
  const end = find(memory, string('System error'), start) + 'System error'.length + 1;
  writeTexts(memory, start, end, NAME_TEXTS);
}
