// Which part of the standard library the page loads: what programs that speak over sockets import,
// and what that needs. Everything else is left out by name, so that a new version of CPython brings
// what it needs by itself.

import { strip } from './strip.mjs';

const MODULES = `
  __hello__ __phello__ _ast_unparse _osx_support _py_abc _pyio _pyrepl _ssl
  _sysconfigdata__emscripten_wasm32-emscripten antigravity bdb bz2 cProfile cmd code colorsys
  compileall compression configparser ctypes curses dbm decimal difflib doctest ensurepip
  filecmp fileinput fractions ftplib getopt getpass graphlib idlelib imaplib lzma mailbox
  modulefinder multiprocessing netrc ntpath nturl2path optparse pdb pickletools plistlib poplib
  profile pstats pty py_compile pyclbr pydoc pydoc_data rlcompleter sched shelve site-packages
  smtplib sqlite3 ssl statistics symtable sysconfig tabnanny tarfile this timeit tkinter tomllib
  trace tracemalloc tty turtle unittest venv wave webbrowser wsgiref xml xmlrpc zipapp zipfile
  zoneinfo
`.trim().split(/\s+/);

const FILES = `
  asyncio/__main__ asyncio/proactor_events asyncio/tools asyncio/windows_events
  asyncio/windows_utils concurrent/futures/interpreter concurrent/futures/process
  concurrent/interpreters email/mime email/_header_value_parser email/contentmanager
  email/headerregistry http/cookiejar importlib/metadata importlib/resources importlib/simple
  json/tool logging/config logging/handlers pathlib/types pyodide/console
  pyodide/_package_loader pyodide/_nodesock_transport json/__main__ pyodide/http html/parser
  _markupbase urllib/robotparser
`.trim().split(/\s+/);

const ENCODINGS = `
  __init__ aliases ascii base64_codec charmap cp1252 cp949 euc_kr hex_codec idna iso2022_kr
  iso8859_1 iso8859_15 johab latin_1 punycode raw_unicode_escape rot_13 undefined unicode_escape
  utf_16 utf_16_be utf_16_le utf_32 utf_32_be utf_32_le utf_7 utf_8 utf_8_sig zlib_codec
`.trim().split(/\s+/);

const isWithin = (name, path) => name === path || name.startsWith(`${path}/`);

function keeps(file) {
  if (!file.endsWith('.py')) return false;
  const name = file.slice(0, -'.py'.length);
  if (name.startsWith('encodings/')) return ENCODINGS.includes(name.slice('encodings/'.length));
  return ![...MODULES, ...FILES].some((path) => isWithin(name, path));
}

// Pyodide asks where packages would be, which nobody loads here.
// A snapshot of memory counts what it holds of JavaScript, `loadedPackages` among it.
const NO_PACKAGES = `from pathlib import Path

from pyodide_js import loadedPackages

SITE_PACKAGES = Path("/lib/python3.14/site-packages")
DSO_DIR = Path("/lib")


def init_loaded_packages():
    pass
`;

/** The files of the library that are loaded, stripped; Pyodide's own read their docstrings. */
export function cut(files) {
  const kept = files.filter(([name]) => keeps(name)).map(([name, bytes]) => {
    const docstrings = /^_pyodide\//.test(name) ? 'kept' : 'dropped';
    return [name, Buffer.from(strip(bytes.toString(), { docstrings }))];
  });
  return [...kept, ['pyodide/_package_loader.py', Buffer.from(NO_PACKAGES)]];
}
