"""Made once, before a program is known; a snapshot of memory holds it."""

import json

from _lab import epoll, errors, sockets

# Imported here, so that programs find them in the snapshot.
_COMMON = """
    argparse array asyncio base64 binascii collections concurrent.futures contextlib csv dataclasses
    datetime enum errno fcntl functools gc hashlib heapq hmac html http.client http.server inspect io
    ipaddress itertools json linecache logging math operator os os.path pathlib pprint queue random
    re runpy secrets select selectors shlex signal socket socketserver ssl statistics string struct
    tempfile textwrap threading time traceback types typing urllib.parse urllib.request uuid
    weakref xml.etree.ElementTree zlib
""".split()


def prepare(table):
    """Makes the interpreter Linux' own; `table` holds the errors as [name, Linux, compiled, text]."""
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
        try:
            importlib.import_module(name)
        except ImportError:
            pass
