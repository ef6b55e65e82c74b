"""Calls to the lab that no C function makes: their fields, as bytes, leave by `ioctl`."""

import fcntl
import struct

_MACHINE = 0x4C4142
_LEARN = 0x101
# The reply is written over the fields, so the buffer must have room for the longer of them.
_ROOM = 256


def call(tag, fields=b"", room=_ROOM):
    """Makes the call `tag` and gives the fields of its reply. A failed call raises OSError."""
    buffer = bytearray(max(4 + len(fields), room))
    struct.pack_into("<I", buffer, 0, len(fields))
    buffer[4 : 4 + len(fields)] = fields
    length = fcntl.ioctl(_MACHINE, tag, buffer, True)
    return bytes(buffer[:length])


def text(value):
    """A text as it stands in a call."""
    data = value.encode()
    return struct.pack("<I", len(data)) + data


def learn():
    """Lets the lab find programs' lines in the interpreter's memory, by the frame of `call`."""
    call(_LEARN, id(call.__code__.co_filename).to_bytes(4, "little"))
