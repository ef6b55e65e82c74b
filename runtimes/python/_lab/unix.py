"""Sockets of AF_UNIX: this build's `_socket` takes no addresses of theirs."""

import os
import struct

from _lab import machine

_BIND, _ACCEPT, _CONNECT, _SEND, _RECEIVE, _NAME, _PEER = 3, 5, 6, 7, 8, 17, 18
_AF_UNIX = 1
_PATH_MAX = 108
_UNNAMED, _PATH, _ABSTRACT = 0, 1, 2
_SOCK_CLOEXEC = 0o2000000
_EAGAIN, _EINPROGRESS = 11, 115
_POLLIN, _POLLOUT = 1, 4


def _pack(address):
    if isinstance(address, str):
        name = os.fsencode(address)
    else:
        try:
            name = bytes(memoryview(address))
        except TypeError:
            what = type(address).__name__
            raise TypeError(f"a bytes-like object is required, not '{what}'") from None
    if len(name) > _PATH_MAX or (len(name) == _PATH_MAX and name[0]):
        raise OSError("AF_UNIX path too long")
    if not name:
        return struct.pack("<BBI", 1, _UNNAMED, 0)
    kind = _PATH if name[0] else _ABSTRACT
    shown = name if kind == _PATH else name[1:]
    return struct.pack("<BBI", 1, kind, len(shown)) + shown


def _unpack(reply, at=0):
    if at >= len(reply) or reply[at] != 1:
        return None
    kind, length = struct.unpack_from("<BI", reply, at + 1)
    name = reply[at + 6 : at + 6 + length]
    return b"\0" + name if kind == _ABSTRACT else os.fsdecode(name)


def _make(base):
    class socket(base):
        """A socket of AF_UNIX."""

        __slots__ = ()

        def _call(self, tag, fields, room=512):
            return machine.call(tag, struct.pack("<i", self.fileno()) + fields, room)

        # As CPython: with a timeout the descriptor does not block, and `poll` waits instead.
        def _waiting(self, events, tag, fields, room=512):
            import select

            timeout = self.gettimeout()
            if timeout:
                poll = select.poll()
                poll.register(self.fileno(), events)
                if not poll.poll(timeout * 1000):
                    raise TimeoutError("timed out")
            return self._call(tag, fields, room)

        def bind(self, address, /):
            self._call(_BIND, _pack(address))

        def connect(self, address, /):
            self._call(_CONNECT, _pack(address))

        def connect_ex(self, address, /):
            try:
                self.connect(address)
            except TimeoutError:
                return _EAGAIN
            except OSError as error:
                return error.errno
            return 0

        def getsockname(self):
            return _unpack(self._call(_NAME, b""))

        def getpeername(self):
            return _unpack(self._call(_PEER, b""))

        def _accept(self):
            reply = self._waiting(_POLLIN, _ACCEPT, struct.pack("<i", _SOCK_CLOEXEC))
            return struct.unpack_from("<i", reply)[0], _unpack(reply, 4)

        def sendto(self, data, *rest):
            if not 1 <= len(rest) <= 2:
                count = 1 + len(rest)
                raise TypeError(f"sendto() takes 2 or 3 arguments ({count} given)")
            flags, address = (0, *rest) if len(rest) == 1 else rest
            data = bytes(memoryview(data))
            fields = struct.pack("<I", len(data)) + data + struct.pack("<i", flags)
            reply = self._waiting(_POLLOUT, _SEND, fields + _pack(address))
            return struct.unpack("<i", reply)[0]

        def recvfrom(self, bufsize, flags=0, /):
            fields = struct.pack("<Ii", bufsize, flags)
            reply = self._waiting(_POLLIN, _RECEIVE, fields, bufsize + 512)
            (length,) = struct.unpack_from("<I", reply, 4)
            return reply[8 : 8 + length], _unpack(reply, 8 + length)

        def recvfrom_into(self, buffer, nbytes=0, flags=0):
            view = memoryview(buffer).cast("B")
            data, address = self.recvfrom(nbytes or len(view), flags)
            view[: len(data)] = data
            return len(data), address

        def recvmsg(self, bufsize, ancbufsize=0, flags=0, /):
            fields = struct.pack("<Ii", bufsize, flags)
            reply = self._waiting(_POLLIN, _RECEIVE, fields, bufsize + 512)
            (length,) = struct.unpack_from("<I", reply, 4)
            (seen,) = struct.unpack_from("<i", reply, len(reply) - 4)
            return reply[8 : 8 + length], [], seen, _unpack(reply, 8 + length)

        def recvmsg_into(self, buffers, ancbufsize=0, flags=0, /):
            views = [memoryview(buffer).cast("B") for buffer in buffers]
            data, *rest = self.recvmsg(sum(map(len, views)), ancbufsize, flags)
            at = 0
            for view in views:
                part = data[at : at + len(view)]
                view[: len(part)] = part
                at += len(part)
            return len(data), *rest

    socket.__module__, socket.__qualname__ = "socket", "socket"
    return socket


def install(module):
    """Makes `module.socket` give the class above for this family."""
    base = module.socket
    made = _make(base)
    new = base.__new__

    def choose(cls, family=-1, *rest, **named):
        if cls is base and family == _AF_UNIX:
            cls = made
        return new(cls)

    base.__new__ = choose
