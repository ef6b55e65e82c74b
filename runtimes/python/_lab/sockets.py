"""What CPython's `_socket` has on Linux and this build has not."""

import _socket
import importlib
import socket
import struct

from _lab import machine, unix

_SOCKETPAIR = 2

# Linux' numbers on a 64-bit machine (socket(7)).
NUMBERS = {
    "SO_REUSEADDR": 2, "SO_RCVTIMEO": 20, "SO_SNDTIMEO": 21, "INADDR_BROADCAST": 0xFFFFFFFF,
    "INADDR_NONE": 0xFFFFFFFF, "INADDR_UNSPEC_GROUP": 0xE0000000,
    "INADDR_ALLHOSTS_GROUP": 0xE0000001, "INADDR_MAX_LOCAL_GROUP": 0xE00000FF, "NI_MAXHOST": 1025,
    "IPPROTO_SCTP": 132, "AF_UNIX": 1,
}  # fmt: skip


def socketpair(family, type=_socket.SOCK_STREAM, proto=0):
    """socketpair([family[, type [, proto]]]) -> (socket object, socket object)"""
    kind = type | _socket.SOCK_CLOEXEC
    reply = machine.call(_SOCKETPAIR, struct.pack("<iii", family, kind, proto))
    return tuple(_socket.socket(family, type, proto, fd) for fd in struct.unpack("<ii", reply))


def install(compiled):
    """`compiled` maps the numbers of this build's errors to Linux'."""
    for name, number in NUMBERS.items():
        setattr(_socket, name, number)
    _socket.socketpair = socketpair
    importlib.reload(socket)
    unix.install(socket)

    connect_ex = _socket.socket.connect_ex

    def linux_connect_ex(self, address, /):
        """connect_ex(address) -> errno"""
        code = connect_ex(self, address)
        return compiled.get(code, code)

    linux_connect_ex.__name__ = linux_connect_ex.__qualname__ = "connect_ex"
    socket.socket.connect_ex = linux_connect_ex
