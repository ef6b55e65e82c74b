"""Asks the lab at every line of a reader's file, if the lab wants that."""

import struct
import sys
import threading

from _lab import machine

_LINE, _MODE = 72, 73


def are_wanted():
    (mode,) = struct.unpack("<i", machine.call(_MODE))
    return mode == 1


def begin(folder):
    """From here on each line of a file in `folder` is asked for before it runs."""
    start = folder + "/"

    def at_line(frame, event, _):
        if event == "line":
            name = frame.f_code.co_filename[len(start) :]
            machine.call(_LINE, struct.pack("<I", frame.f_lineno) + machine.text(name))
        return at_line

    def at_call(frame, event, _):
        return at_line if frame.f_code.co_filename.startswith(start) else None

    threading.settrace(at_call)
    sys.settrace(at_call)
