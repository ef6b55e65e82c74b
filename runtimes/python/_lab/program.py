"""Runs a reader's program as `python3 FILE` would in its folder, and ends its process."""

import atexit
import gc
import json
import os
import signal
import struct
import sys
import threading
import types

from _lab import machine, steps

_EXIT, _MODE = 64, 73
FOLDER = "/home/reader"
SETTINGS = "/home/.process"
_STATUS_OF_INTERRUPT = 130


def _settle(settings):
    os.unlink(SETTINGS)
    os.chdir(FOLDER)
    sys.argv = [settings["program"], *settings["args"]]
    sys.path[:] = [FOLDER, *(path for path in sys.path if path.endswith(".zip"))]
    sys.executable = "/usr/bin/python3"
    _be(settings["pid"], settings["hostname"])
    import random

    random.seed()


def _be(pid, hostname):
    import _socket
    import socket

    os.getpid = lambda: pid
    os.getppid = lambda: 1
    os.kill = lambda whom, number: _kill(pid, whom, number)
    os._exit = lambda status: machine.call(_EXIT, struct.pack("<i", status))
    gethostname = lambda: hostname
    _socket.gethostname = socket.gethostname = gethostname
    threading.get_native_id = lambda: pid + threading.get_ident() // 0x1000 % 0x1000 - 1


def _kill(own, pid, number):
    if pid != own:
        raise ProcessLookupError(3, "No such process")
    if number:
        signal.raise_signal(number)


def _hide(error, seen):
    """Takes the frames that are not a reader's or CPython's out of the traceback of `error`."""
    if error is None or id(error) in seen:
        return
    seen.add(id(error))
    error.__traceback__ = without_ours(error.__traceback__)
    _hide(error.__cause__, seen)
    _hide(error.__context__, seen)
    for part in getattr(error, "exceptions", ()):
        _hide(part, seen)


def without_ours(traceback):
    """`traceback` without the frames of this package."""
    kept = []
    while traceback is not None:
        name = traceback.tb_frame.f_code.co_filename
        if "/_lab/" not in name:
            kept.append(traceback)
        traceback = traceback.tb_next
    whole = None
    for entry in reversed(kept):
        whole = types.TracebackType(whole, entry.tb_frame, entry.tb_lasti, entry.tb_lineno)
    return whole


def _excepthook(kind, error, traceback):
    _hide(error, set())
    _original_hook(kind, error, error.__traceback__)


_original_hook = sys.excepthook


def _status(error):
    """What `sys.exit` was given, as a status; a text is printed."""
    code = error.code
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    sys.stdout.flush()
    print(code, file=sys.stderr)
    return 1


def _print_error(error):
    sys.stdout.flush()
    try:
        sys.excepthook(type(error), error, error.__traceback__)
    except SystemExit as nested:
        return _status(nested)
    return _STATUS_OF_INTERRUPT if isinstance(error, KeyboardInterrupt) else 1


def _run(name):
    path = f"{FOLDER}/{name}"
    module = types.ModuleType("__main__")
    module.__dict__.update(__file__=path, __builtins__=sys.modules["builtins"], __cached__=None)
    sys.modules["__main__"] = module
    try:
        with open(path, "rb") as file:
            source = file.read()
        code = compile(source, path, "exec", dont_inherit=True)
        if steps.are_wanted():
            steps.begin(FOLDER)
        exec(code, module.__dict__)
    except SystemExit as error:
        return _status(error)
    except BaseException as error:
        return _print_error(error)
    return 0


def _end():
    """What CPython does before it ends: threads, then what was registered, then the output."""
    sys.settrace(None)
    try:
        threading._shutdown()
        atexit._run_exitfuncs()
    finally:
        _flush()


def _flush():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):
            pass


def main():
    """The first thread's whole life."""
    with open(SETTINGS) as file:
        settings = json.load(file)
    _settle(settings)
    status = _run(settings["program"])
    try:
        _end()
    except KeyboardInterrupt:
        # A reader who stops a program does not wait for its threads.
        pass
    except SystemExit as error:
        status = _status(error)
    except BaseException as error:
        status = _print_error(error)
    machine.call(_EXIT, struct.pack("<i", status))


def install():
    """Everything that a program must not find is gone, everything that it meets is CPython's."""
    _take_back_asyncio()
    sys.excepthook = _excepthook
    sys.platform = "linux"
    os.fork = _no_fork
    sys.meta_path[:] = [finder for finder in sys.meta_path if "yodide" not in repr(finder)]
    sys.meta_path.insert(0, _Hidden)
    sys.meta_path.append(_Missing)
    for name in [*sys.modules]:
        if name.partition(".")[0] in _HIDDEN:
            del sys.modules[name]
    gc.collect()
    gc.freeze()


_HIDDEN = ("js", "pyodide", "pyodide_js", "_pyodide", "_pyodide_core")


class _Hidden:
    """What leads out of the interpreter is not there for a program."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] in _HIDDEN:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


class _Missing:
    """Says why a module of the standard library is not there, after all others looked for it."""

    _ELSEWHERE = {"msvcrt", "nt", "winreg", "winsound"}

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        top = name.partition(".")[0]
        if top in sys.stdlib_module_names - cls._ELSEWHERE and not top.startswith("_"):
            raise ModuleNotFoundError(
                f"No module named {name!r} here: the lab has only the part of the standard library"
                " that programs with sockets import",
                name=name,
            )


def _no_fork():
    raise OSError(38, "no process can be made here: a program of the lab runs as one process")


def _take_back_asyncio():
    import asyncio
    import time

    from pyodide import webloop

    asyncio.run = webloop._orig_run
    time.sleep = webloop._orig_sleep
    asyncio.events._set_event_loop_policy(None)
    asyncio.events._set_running_loop(None)
