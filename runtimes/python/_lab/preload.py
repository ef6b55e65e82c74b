"""Made once, before a program is known; a snapshot of memory holds it."""

import json

from _lab import epoll, errors, sockets

# Imported here, so that programs find them in the snapshot.
_COMMON = """
    _strptime argparse array asyncio base64 binascii collections concurrent.futures.thread
    contextlib copy csv dataclasses datetime encodings.idna enum errno fcntl functools gc
    hashlib heapq hmac html http.client http.server inspect io ipaddress itertools json
    linecache logging math operator os pathlib pickle platform pprint queue random re secrets
    select selectors shlex signal socket socketserver string struct tempfile textwrap threading
    time traceback types typing urllib.parse urllib.request uuid weakref zlib
""".split()


def prepare(table):
    """Makes it Linux' own; `table` holds the errors as [name, Linux, compiled, text]."""
    rows = json.loads(table)
    errors.install(
        {name: linux for name, linux, _, _ in rows}, {linux: text for _, linux, _, text in rows}
    )
    sockets.install({compiled: linux for _, linux, compiled, _ in rows})
    epoll.install()
    _import_common()


def _import_common():
    import importlib

    for name in _COMMON:
        importlib.import_module(name)
