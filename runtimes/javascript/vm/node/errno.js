// What libuv says of an error, by its name; the numbers are those of Linux.

const TABLE = `
EACCES 13 permission denied
EADDRINUSE 98 address already in use
EADDRNOTAVAIL 99 address not available
EAGAIN 11 resource temporarily unavailable
EALREADY 114 connection already in progress
EBADF 9 bad file descriptor
ECONNABORTED 103 software caused connection abort
ECONNREFUSED 111 connection refused
ECONNRESET 104 connection reset by peer
EHOSTUNREACH 113 host is unreachable
EINVAL 22 invalid argument
EISCONN 106 socket is already connected
EMFILE 24 too many open files
EMSGSIZE 90 message too long
ENETUNREACH 101 network is unreachable
ENOENT 2 no such file or directory
ENOTCONN 107 socket is not connected
ENOTSUP 95 operation not supported on socket
EPIPE 32 broken pipe
ETIMEDOUT 110 connection timed out
`;

const rows = TABLE.trim().split('\n').map((line) => /^(\w+) (\d+) (.*)$/.exec(line));

export const errorMessages = Object.fromEntries(rows.map(([, name, , said]) => [name, said]));
export const errorNumbers = Object.fromEntries(rows.map(([, name, number]) =>
  [name, Number(number)]));
