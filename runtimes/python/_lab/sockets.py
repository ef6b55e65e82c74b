"""What CPython's `_socket` has on Linux and this build has not."""

import _socket
import importlib
import socket
import struct

from _lab import machine, unix

_SOCKETPAIR, _RESOLVE = 2, 71

# Linux' numbers on a 64-bit machine (socket(7)).
NUMBERS = {
    "SO_REUSEADDR": 2, "SO_RCVTIMEO": 20, "SO_SNDTIMEO": 21, "INADDR_BROADCAST": 0xFFFFFFFF,
    "INADDR_NONE": 0xFFFFFFFF, "INADDR_UNSPEC_GROUP": 0xE0000000,
    "INADDR_ALLHOSTS_GROUP": 0xE0000001, "INADDR_MAX_LOCAL_GROUP": 0xE00000FF, "NI_MAXHOST": 1025,
    "IPPROTO_SCTP": 132, "AF_UNIX": 1,
}  # fmt: skip


# Of IANA's names those that programs ask for; `imports.js` has the same for getaddrinfo.
_SERVICES = {
    "ftp": 21, "ssh": 22, "telnet": 23, "smtp": 25, "domain": 53, "http": 80, "pop3": 110,
    "ntp": 123, "imap2": 143, "https": 443,
}  # fmt: skip
_PROTOCOLS = {"ip": 0, "icmp": 1, "tcp": 6, "udp": 17}


def getservbyname(servicename, protocolname=None, /):
    """getservbyname(servicename[, protocolname]) -> integer"""
    if servicename not in _SERVICES:
        raise OSError("service/proto not found")
    return _SERVICES[servicename]


def getservbyport(port, protocolname=None, /):
    """getservbyport(port[, protocolname]) -> string"""
    if not 0 <= port <= 0xFFFF:
        raise OverflowError("getservbyport: port must be 0-65535.")
    for name, number in _SERVICES.items():
        if number == port:
            return name
    raise OSError("port/proto not found")


def getprotobyname(name, /):
    """getprotobyname(name) -> integer"""
    if name not in _PROTOCOLS:
        raise OSError("protocol not found")
    return _PROTOCOLS[name]


def gethostbyname_ex(host, /):
    """gethostbyname_ex(host) -> (name, aliaslist, addresslist)"""
    try:
        found = [_socket.inet_ntoa(_socket.inet_aton(host))]
    except OSError:
        reply = machine.call(_RESOLVE, machine.text(host))
        found = [_socket.inet_ntoa(reply[at : at + 4]) for at in range(4, len(reply), 4)]
    if not found:
        raise _socket.gaierror(_socket.EAI_NONAME, "Name or service not known")
    return host, [], found


def gethostbyaddr(host, /):
    """gethostbyaddr(host) -> (name, aliaslist, addresslist)"""
    found = gethostbyname_ex(host)[2]
    # The lab finds addresses by names alone; what every /etc/hosts says is known.
    if not found[0].startswith("127."):
        raise _socket.herror(1, "Unknown host")
    return "localhost", [], found[:1]


def socketpair(family, type=_socket.SOCK_STREAM, proto=0):
    """socketpair([family[, type [, proto]]]) -> (socket object, socket object)"""
    kind = type | _socket.SOCK_CLOEXEC
    reply = machine.call(_SOCKETPAIR, struct.pack("<iii", family, kind, proto))
    return tuple(_socket.socket(family, type, proto, fd) for fd in struct.unpack("<ii", reply))


_SUPPLIED = (
    socketpair, getservbyname, getservbyport, getprotobyname, gethostbyname_ex, gethostbyaddr,
)  # fmt: skip


def install(compiled):
    """`compiled` maps the numbers of this build's errors to Linux'."""
    for name, number in NUMBERS.items():
        setattr(_socket, name, number)
    for made in _SUPPLIED:
        setattr(_socket, made.__name__, made)
    importlib.reload(socket)
    unix.install(socket)

    connect_ex = _socket.socket.connect_ex

    def linux_connect_ex(self, address, /):
        """connect_ex(address) -> errno"""
        code = connect_ex(self, address)
        return compiled.get(code, code)

    linux_connect_ex.__name__ = linux_connect_ex.__qualname__ = "connect_ex"
    socket.socket.connect_ex = linux_connect_ex
