"""System calls with raw arguments, as marshallable tuples in and out.

`perform(("bind", 3, address, 16))` makes one call and gives `("ret", 0)`, `("err", errno)` or a
tuple that begins with "ret" and holds what the call wrote. Nothing is checked on the way: a program
may pass anything, and the kernel must answer.
"""

import ctypes
import errno
import signal
import struct

libc = ctypes.CDLL(None, use_errno=True)

MSG_NOSIGNAL = 0x4000
FD_SETSIZE = 1024
# A call that takes longer has not come back.
PATIENCE_S = 3.0


class Message(ctypes.Structure):
    """`struct msghdr`."""

    _fields_ = [
        ("name", ctypes.c_void_p),
        ("name_length", ctypes.c_uint32),
        ("parts", ctypes.c_void_p),
        ("part_count", ctypes.c_size_t),
        ("control", ctypes.c_void_p),
        ("control_length", ctypes.c_size_t),
        ("flags", ctypes.c_int),
    ]


class Part(ctypes.Structure):
    """`struct iovec`."""

    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]


class Poll(ctypes.Structure):
    """`struct pollfd`."""

    _fields_ = [("fd", ctypes.c_int), ("events", ctypes.c_short), ("revents", ctypes.c_short)]


class EpollEvent(ctypes.Structure):
    """`struct epoll_event`, packed as on x86-64."""

    _pack_ = 1
    _fields_ = [("events", ctypes.c_uint32), ("data", ctypes.c_uint64)]


for name in ("send", "sendto", "recv", "recvmsg"):
    getattr(libc, name).restype = ctypes.c_ssize_t


def raw(function, *arguments):
    """The result of a call of libc: a number, or an error."""
    result = getattr(libc, function)(*arguments)
    return ("err", ctypes.get_errno()) if result < 0 else ("ret", result)


def named(function, fd):
    """`getsockname`, `getpeername` and their kind: an address comes back."""
    buffer = ctypes.create_string_buffer(256)
    length = ctypes.c_uint32(256)
    result = raw(function, fd, buffer, ctypes.byref(length))
    return result if result[0] == "err" else (*result, buffer.raw[: length.value])


def accept(fd, flags):
    buffer = ctypes.create_string_buffer(256)
    length = ctypes.c_uint32(256)
    result = raw("accept4", fd, buffer, ctypes.byref(length), flags)
    return result if result[0] == "err" else (*result, buffer.raw[: length.value])


def receive(fd, length, flags):
    data = ctypes.create_string_buffer(length + 1)
    name = ctypes.create_string_buffer(256)
    part = Part(ctypes.addressof(data), length)
    message = Message(ctypes.addressof(name), 256, ctypes.addressof(part), 1, None, 0, 0)
    result = raw("recvmsg", fd, ctypes.byref(message), flags)
    if result[0] == "err":
        return result
    held = data.raw[: min(result[1], length)]
    return (*result, held, name.raw[: message.name_length], message.flags)


def pair(domain, kind, protocol):
    fds = (ctypes.c_int * 2)()
    result = raw("socketpair", domain, kind, protocol, fds)
    return result if result[0] == "err" else (*result, fds[0], fds[1])


def read_option(fd, level, option, size):
    buffer = ctypes.create_string_buffer(64)
    length = ctypes.c_uint32(size)
    result = raw("getsockopt", fd, level, option, buffer, ctypes.byref(length))
    return result if result[0] == "err" else (*result, buffer.raw[: length.value])


def poll(asked, timeout):
    entries = (Poll * max(len(asked), 1))()
    for entry, (fd, events) in zip(entries, asked):
        entry.fd, entry.events = fd, events
    result = raw("poll", entries, len(asked), timeout)
    if result[0] == "err":
        return result
    return (*result, [entry.revents & 0xFFFF for entry in entries[: len(asked)]])


def select(sets, timeout):
    words = FD_SETSIZE // 64
    bits = [(ctypes.c_uint64 * words)() for _ in sets]
    for fds, mask in zip(sets, bits):
        for fd in fds:
            mask[fd // 64] |= 1 << (fd % 64)
    limit = None
    if timeout is not None:
        limit = (ctypes.c_long * 2)(timeout // 1000, timeout % 1000 * 1000)
    count = 1 + max((fd for fds in sets for fd in fds), default=-1)
    result = raw("select", count, *bits, limit)
    if result[0] == "err":
        return result
    left = [[fd for fd in fds if mask[fd // 64] >> (fd % 64) & 1] for fds, mask in zip(sets, bits)]
    return (*result, left)


def epoll_control(epoll, how, fd, events):
    event = EpollEvent(events, fd & 0xFFFFFFFF)
    return raw("epoll_ctl", epoll, how, fd, ctypes.byref(event))


def epoll_wait(epoll, most, timeout):
    events = (EpollEvent * max(most, 1))()
    result = raw("epoll_wait", epoll, events, most, timeout)
    if result[0] == "err":
        return result
    return (*result, [(event.events, event.data) for event in events[: result[1]]])


def sleep(seconds, nanoseconds):
    return raw("nanosleep", (ctypes.c_long * 2)(seconds, nanoseconds), None)


def set_limit(resource, limit):
    return raw("setrlimit", resource, (ctypes.c_ulong * 2)(limit, limit))


def fill(fd, chunk):
    """Sends until the kernel takes no more."""
    total = 0
    while True:
        result = raw("send", fd, b"x" * chunk, ctypes.c_size_t(chunk), MSG_NOSIGNAL | 0x40)
        if result[0] == "err":
            return (*result, total)
        total += result[1]


def send(fd, data, flags, address):
    length = len(address) if address else 0
    size = ctypes.c_size_t(len(data))
    return raw("sendto", fd, data, size, flags | MSG_NOSIGNAL, address or None, length)


CALLS = {
    "accept": accept,
    "bind": lambda fd, address, length: raw("bind", fd, address, length),
    "connect": lambda fd, address, length: raw("connect", fd, address, length),
    "epoll_create": lambda: raw("epoll_create1", 0),
    "epoll_ctl": epoll_control,
    "epoll_wait": epoll_wait,
    "fcntl": lambda fd, command, flags: raw("fcntl", fd, command, ctypes.c_long(flags)),
    "fill": fill,
    "getsockopt": read_option,
    "name": named,
    "nanosleep": sleep,
    "plain": raw,
    "poll": poll,
    "recv": receive,
    "select": select,
    "send": send,
    "setrlimit": set_limit,
    "setsockopt": lambda fd, level, option, value: raw(
        "setsockopt", fd, level, option, value, len(value)
    ),
    "socketpair": pair,
}


def perform(call):
    """Makes a call."""
    return CALLS[call[0]](*call[1:])


def perform_patiently(call):
    """Makes a call on the main thread, and gives up when it does not come back."""
    signal.setitimer(signal.ITIMER_REAL, PATIENCE_S)
    result = perform(call)
    left, _ = signal.setitimer(signal.ITIMER_REAL, 0)
    if left == 0 and result == ("err", errno.EINTR):
        return ("timeout",)
    return result


def show_address(raw_address):
    """An address as `(host, port)`, `unix:...` or nothing."""
    if len(raw_address) < 2:
        return None
    (family,) = struct.unpack_from("=H", raw_address)
    if family == 2:
        (port,) = struct.unpack_from(">H", raw_address, 2)
        return ".".join(str(byte) for byte in raw_address[4:8]), port
    if family != 1:
        return "UNSPEC"
    name = raw_address[2:]
    if not name:
        return "unix:"
    if name[0] == 0:
        return "unix:@" + name[1:].decode("utf-8", "replace")
    return "unix:" + name.split(b"\0")[0].decode("utf-8", "replace")


def make_address(text):
    """The bytes of an address that a scenario writes."""
    if text == "UNSPEC":
        return struct.pack("=H14x", 0)
    if text.startswith("unix:@"):
        return struct.pack("=H", 1) + b"\0" + text[6:].encode()
    if text == "unix:":
        return struct.pack("=H", 1)
    if text.startswith("unix:"):
        return struct.pack("=H", 1) + text[5:].encode() + b"\0"
    host, _, port = text.rpartition(":")
    numbers = bytes(int(number) for number in host.split("."))
    return struct.pack("=H", 2) + struct.pack(">H", int(port)) + numbers + bytes(8)
