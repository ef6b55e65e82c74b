"""What CPython's `_socket` has on Linux and this build has not."""

import _socket
import errno
import struct

from _lab import machine

_SOCKETPAIR = 2

# Linux' numbers (socket(7), ip(7), tcp(7)), as the lab's kernel takes them.
NUMBERS = {
    "SO_RCVTIMEO": 20, "SO_SNDTIMEO": 21, "SO_PRIORITY": 12, "SO_REUSEPORT": 15,
    "SO_PROTOCOL": 38, "SO_DOMAIN": 39, "SO_ACCEPTCONN": 30, "SO_SNDLOWAT": 19, "SO_RCVLOWAT": 18,
    "SO_DONTROUTE": 5, "SO_OOBINLINE": 10, "SO_BINDTODEVICE": 25, "IP_RECVERR": 11,
    "IP_BIND_ADDRESS_NO_PORT": 24, "TCP_MAXSEG": 2, "TCP_CORK": 3, "TCP_KEEPIDLE": 4,
    "TCP_KEEPINTVL": 5, "TCP_KEEPCNT": 6, "TCP_SYNCNT": 7, "TCP_LINGER2": 8,
    "TCP_DEFER_ACCEPT": 9, "TCP_WINDOW_CLAMP": 10, "TCP_INFO": 11, "TCP_QUICKACK": 12,
    "TCP_USER_TIMEOUT": 18, "TCP_NODELAY": 1, "MSG_ERRQUEUE": 0x2000, "MSG_MORE": 0x8000,
    "MSG_NOSIGNAL": 0x4000, "MSG_CMSG_CLOEXEC": 0x40000000, "MSG_WAITALL": 0x100,
    "MSG_DONTWAIT": 0x40, "SOCK_RDM": 4, "SOCK_RAW": 3, "SOCK_SEQPACKET": 5, "SOMAXCONN": 4096,
}  # fmt: skip


def socketpair(family=None, type=_socket.SOCK_STREAM, proto=0):
    """socketpair([family[, type [, proto]]]) -> (socket object, socket object)"""
    if family is None:
        family = _socket.AF_UNIX
    kind = type | _socket.SOCK_CLOEXEC
    reply = machine.call(_SOCKETPAIR, struct.pack("<iii", family, kind, proto))
    return tuple(_socket.socket(family, type, proto, fd) for fd in struct.unpack("<ii", reply))


def install(compiled):
    """`compiled` maps the numbers of this build's errors to Linux'."""
    for name, number in NUMBERS.items():
        setattr(_socket, name, number)
    _socket.socketpair = socketpair
    _socket.has_ipv6 = True
    import socket

    connect_ex = _socket.socket.connect_ex

    def linux_connect_ex(self, address, /):
        """connect_ex(address) -> errno"""
        code = connect_ex(self, address)
        return compiled.get(code, code)

    linux_connect_ex.__name__ = linux_connect_ex.__qualname__ = "connect_ex"
    socket.socket.connect_ex = linux_connect_ex
    assert errno.ECONNREFUSED == 111
    return socket
