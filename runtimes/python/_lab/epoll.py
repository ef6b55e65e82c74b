"""`select.epoll`, which this build of CPython lacks, over the lab's own epoll."""

import importlib
import select
import selectors
import struct

from _lab import machine

_CREATE, _CONTROL, _WAIT, _CLOSE = 21, 22, 23, 10
_ADD, _DELETE, _MODIFY = 1, 2, 3
_EVENTS_MAX = 1023

NUMBERS = {
    "EPOLLIN": 0x1, "EPOLLPRI": 0x2, "EPOLLOUT": 0x4, "EPOLLERR": 0x8, "EPOLLHUP": 0x10,
    "EPOLLRDNORM": 0x40, "EPOLLRDBAND": 0x80, "EPOLLWRNORM": 0x100, "EPOLLWRBAND": 0x200,
    "EPOLLMSG": 0x400, "EPOLLRDHUP": 0x2000, "EPOLLEXCLUSIVE": 1 << 28, "EPOLLWAKEUP": 1 << 29,
    "EPOLLONESHOT": 1 << 30, "EPOLLET": 1 << 31, "EPOLL_CLOEXEC": 0o2000000,
}  # fmt: skip


def _number(fd):
    if isinstance(fd, int):
        number = fd
    elif hasattr(fd, "fileno"):
        number = fd.fileno()
        if not isinstance(number, int):
            raise TypeError("fileno() returned a non-integer")
    else:
        raise TypeError("argument must be an int, or have a fileno() method.")
    if number < 0:
        raise ValueError(f"file descriptor cannot be a negative integer ({number})")
    return number


class epoll:
    """epoll(sizehint=-1, flags=0)"""

    __module__ = "select"

    def __init__(self, sizehint=-1, flags=0):
        if sizehint != -1 and sizehint <= 0:
            raise ValueError("sizehint must be positive or -1")
        if flags not in (0, NUMBERS["EPOLL_CLOEXEC"]):
            raise OSError(22, "Invalid argument")
        (self._fd,) = struct.unpack("<i", machine.call(_CREATE))

    @classmethod
    def fromfd(cls, fd):
        made = cls.__new__(cls)
        made._fd = fd
        return made

    @property
    def closed(self):
        return self._fd < 0

    def fileno(self):
        self._check()
        return self._fd

    def close(self):
        if self._fd >= 0:
            fd, self._fd = self._fd, -1
            machine.call(_CLOSE, struct.pack("<i", fd))

    def _check(self):
        if self._fd < 0:
            raise ValueError("I/O operation on closed epoll object")

    def _control(self, how, fd, events):
        self._check()
        number = _number(fd)
        fields = struct.pack("<iiiIQ", self._fd, how, number, events & 0xFFFFFFFF, number)
        machine.call(_CONTROL, fields)

    def register(self, fd, eventmask=0x1 | 0x2 | 0x4):
        self._control(_ADD, fd, eventmask)

    def modify(self, fd, eventmask):
        self._control(_MODIFY, fd, eventmask)

    def unregister(self, fd):
        self._control(_DELETE, fd, 0)

    def poll(self, timeout=None, maxevents=-1):
        self._check()
        if timeout is None or timeout < 0:
            milliseconds = -1
        else:
            # A wait is never shorter than it was asked for.
            milliseconds = -int(-timeout * 1000 // 1)
        if maxevents == -1:
            maxevents = _EVENTS_MAX
        elif maxevents <= 0:
            raise ValueError(f"maxevents must be greater than 0, got {maxevents}")
        fields = struct.pack("<iii", self._fd, maxevents, min(milliseconds, 0x7FFFFFFF))
        reply = machine.call(_WAIT, fields, 4 + 12 * maxevents)
        (count,) = struct.unpack_from("<I", reply)
        found = (struct.unpack_from("<IQ", reply, 4 + 12 * i) for i in range(count))
        return [(data, events) for events, data in found]

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, *_):
        self.close()

    def __del__(self):
        if getattr(self, "_fd", -1) >= 0:
            self.close()


def install():
    """`selectors` chooses by what `select` has, so it is read again."""
    select.epoll = epoll
    for name, number in NUMBERS.items():
        setattr(select, name, number)
    importlib.reload(selectors)
    # It tries whether an epoll can be made, which the lab allows only to programs.
    selectors.DefaultSelector = selectors.EpollSelector
