"""Linux' error numbers, where this build of CPython was compiled with others."""

import errno
import gc
import os


def install(numbers, texts):
    """`numbers` is Linux' number of each name; the classes of OSError follow them."""
    compiled = {name: value for name, value in vars(errno).items() if isinstance(value, int)}
    linux_of = {compiled[name]: linux for name, linux in numbers.items() if name in compiled}
    for name in compiled:
        delattr(errno, name)
    for name, linux in numbers.items():
        setattr(errno, name, linux)
    errno.EWOULDBLOCK = errno.EAGAIN
    errno.ENOTSUP = errno.EOPNOTSUPP
    errno.errorcode.clear()
    errno.errorcode.update({linux: name for name, linux in numbers.items()})
    _move_classes(linux_of)
    os.strerror = lambda code: texts.get(code, f"Unknown error {code}")


def _move_classes(linux_of):
    # The interpreter's own table, number to class: it is a dict that nothing names.
    for found in gc.get_referrers(ConnectionRefusedError):
        if type(found) is dict and found and all(type(key) is int for key in found):
            moved = {linux_of[key]: value for key, value in found.items() if key in linux_of}
            found.clear()
            found.update(moved)
