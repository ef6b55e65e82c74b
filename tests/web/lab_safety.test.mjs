// What a reader's program cannot do: reach anything outside of the lab, or take the page with it.
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, before, test } from 'node:test';
import { house } from './house.mjs';
import { Driven, labNamed } from './labs.mjs';

const home = house();

/// The longest time for which the page may not answer, in ms. 50 are aimed at and printed; what is
/// asserted leaves room for a busy machine, and is far below what a program that holds the page
/// would take.
const DEAF_MS_MAX = 1_000;

/// Somebody real: a connection to it would be one that left the lab.
const witness = { calls: 0 };

before(async () => {
  witness.server = createServer((socket) => {
    witness.calls += 1;
    socket.destroy();
  });
  await new Promise((resolve) => witness.server.listen(0, '127.0.0.1', resolve));
  witness.port = witness.server.address().port;
});
after(() => witness.server.close());

/// A lab in a page that notes how long its main thread was busy at a stretch.
async function open(name) {
  const context = await home.context();
  await context.addInitScript(() => {
    window.longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        window.longest = Math.max(window.longest, duration);
      }
    }).observe({ type: 'longtask', buffered: true });
  });
  const page = await context.newPage();
  await page.goto(home.url + labNamed(name).path);
  return new Driven(page, name);
}

// --- Out of the lab ----------------------------------------------------------------------------

const PYTHON_REACHES = (port) => `
import sys
def attempt(what, reach):
    try:
        print(what, "REACHED", repr(reach())[:200])
    except BaseException as error:
        print(what, type(error).__name__)
for name in ("js", "pyodide", "pyodide.code", "pyodide.ffi", "pyodide.http", "pyodide_js",
             "_pyodide", "_pyodide_core", "ctypes", "micropip", "webbrowser"):
    attempt(name, lambda: __import__(name))
attempt("run_js", lambda: __import__("pyodide.code").code.run_js("1"))
attempt("modules", lambda: [sys.modules[n] for n in ("js", "pyodide_js", "_pyodide_core")])
def walk():
    import gc
    found = [o for o in gc.get_objects() if type(o).__name__ == "JsProxy"]
    if not found: raise LookupError
    return found
attempt("proxies", walk)
def network():
    import socket
    return socket.create_connection(("127.0.0.1", ${port}), 2)
attempt("socket", network)
def url():
    import urllib.request
    return urllib.request.urlopen("http://127.0.0.1:${port}/", timeout=2)
attempt("urlopen", url)
def away():
    import socket
    return socket.create_connection(("example.com", 80), 2)
attempt("example.com", away)
import os
attempt("fork", lambda: os.fork())
attempt("exec", lambda: os.execv("/bin/sh", ["sh"]))
attempt("system", lambda: [] [os.system("true") == 0 or 1])
attempt("passwd", lambda: open("/etc/shadow").read())
print("done")
`;

/// JavaScript for both sides: each line is a name and what became of it.
const JAVASCRIPT_REACHES = (port) => `
const attempt = async (what, reach) => {
  try {
    const value = await reach();
    console.log(what, value === undefined ? 'undefined' : 'REACHED ' + String(value));
  } catch (error) {
    console.log(what, error?.name ?? 'error');
  }
};
(async () => {
  const root = (0, eval)('this');
  for (const name of ['XMLHttpRequest', 'indexedDB', 'caches', 'importScripts', 'Worker',
    'SharedWorker', 'RTCPeerConnection', 'WebTransport',
    'BroadcastChannel', 'opener', 'frameElement', '__host', '__lab']) {
    await attempt(name, () => root[name] ?? undefined);
  }
  // A page's program has a storage of its own, which nothing else has written to.
  await attempt('storage', () => root.localStorage.getItem('outside') ?? undefined);
  await attempt('writes', () => root.localStorage.setItem('escaped', 'b'));
  await attempt('parent', () => root.parent === root ? undefined : root.parent.document.body);
  await attempt('top', () => root.top === root ? undefined : root.top.document.body);
  await attempt('constructor', () => {
    const outer = attempt.constructor('return this')();
    return outer === root || outer instanceof Promise ? undefined : outer;
  });
  await attempt('fetch', async () => {
    const response = await fetch('http://127.0.0.1:${port}/');
    return response.status;
  });
  await attempt('import', () => import('http://127.0.0.1:${port}/a.js'));
  await attempt('import data', () => import('data:text/javascript,export default 1'));
  await attempt('std', () => import('std'));
  await attempt('os', async () => (await import('os')).open('/etc/passwd'));
  await attempt('child_process', () => require('child_process').execSync('true'));
  await attempt('passwd', () => require('fs').readFileSync('/etc/passwd'));
  await attempt('WebSocket', () => new Promise((resolve, reject) => {
    const socket = new WebSocket('ws://127.0.0.1:${port}/');
    socket.onopen = () => resolve(1);
    socket.onerror = () => reject(new Error('no'));
  }));
  console.log('done');
})();
`;

/// Nothing in these lines was reached, and the program came to its end.
function assertNothing({ out, errors }) {
  assert.match(out, /^done$/m, `${out}\n${errors}`);
  assert.doesNotMatch(out, /REACHED/, out);
}

/// What the page itself asks for when a lab runs.
const OWN = /runtime-|lab-|figures|words-|style-|blob:/;

test('a Python program reaches nothing outside of the lab', async () => {
  const lab = await open('life-connect_first-py');
  await lab.runPrograms('print(1)');
  const asked = [];
  lab.page.on('request', (request) => asked.push(request.url()));
  const { consoles } = await lab.runPrograms(PYTHON_REACHES(witness.port));
  assertNothing(consoles[0]);
  assert.deepEqual(asked.filter((url) => !OWN.test(url)), []);
  assert.equal(witness.calls, 0);
});

test('a JavaScript program reaches nothing outside of the lab, on either side', async () => {
  const lab = await open('events');
  await lab.runPrograms('console.log(1)', 'console.log(1)');
  const asked = [];
  lab.page.on('request', (request) => asked.push(request.url()));
  const reaches = JAVASCRIPT_REACHES(witness.port);
  await lab.page.evaluate(() => localStorage.setItem('outside', 'a secret'));
  const { consoles } = await lab.runPrograms(reaches, reaches);
  consoles.forEach(assertNothing);
  assert.equal(await lab.page.evaluate(() => localStorage.getItem('escaped')), null);
  assert.deepEqual(asked.filter((url) => !OWN.test(url)), []);
  assert.equal(witness.calls, 0);
});

/// What would be tried by somebody who had got out of an interpreter: in the frame and in a Worker.
const REACHES = async (port) => {
  const url = `http://127.0.0.1:${port}/`;
  const reaches = {
    fetch: () => fetch(url).then(() => 'REACHED'),
    'no-cors': () => fetch(url, { mode: 'no-cors' }).then(() => 'REACHED'),
    request: () => new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.onload = () => resolve('REACHED');
      request.onerror = () => reject(new Error('no'));
      request.open('GET', url);
      request.send();
    }),
    socket: () => new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/`);
      socket.onopen = () => resolve('REACHED');
      socket.onerror = () => reject(new Error('no'));
    }),
    import: () => import(`${url}a.js`).then(() => 'REACHED'),
    scripts: () => { importScripts(`${url}a.js`); return 'REACHED'; },
    storage: () => { localStorage.setItem('a', 'b'); return 'REACHED'; },
    database: () => new Promise((resolve, reject) => {
      const request = indexedDB.open('a');
      request.onsuccess = () => resolve('REACHED');
      request.onerror = () => reject(request.error);
    }),
    caches: () => caches.open('a').then(() => 'REACHED'),
    parent: () => `REACHED ${parent.document.title}`,
    top: () => { top.location.href = url; return 'REACHED'; },
    window: () => { if (!open(url)) throw new Error('none'); return 'REACHED'; },
    cookie: () => { document.cookie = 'a=b'; return 'REACHED'; },
    eval: () => (0, eval)('"REACHED"'),
  };
  const said = {};
  for (const [name, reach] of Object.entries(reaches)) {
    const late = new Promise((resolve) => { setTimeout(() => resolve('nothing'), 1_000); });
    try {
      said[name] = await Promise.race([reach(), late]);
    } catch (error) {
      said[name] = error.name;
    }
  }
  return said;
};

test('the frame and its Workers reach nothing, with no interpreter before them', async () => {
  const lab = await open('failed');
  await lab.write(0, 'addEventListener("x", () => {}); new WebSocket("ws://nobody.example/");');
  await lab.run();
  const { page } = lab;
  const frame = page.frames().find((other) => other !== page.mainFrame());
  const seen = [['the frame', await frame.evaluate(REACHES, witness.port)]];
  for (const worker of page.workers()) {
    seen.push(['a Worker', await worker.evaluate(REACHES, witness.port)]);
  }
  assert.ok(seen.length > 1, 'a Worker is kept ready');
  for (const [where, said] of seen) {
    const reached = Object.entries(said).filter(([, what]) => String(what).startsWith('REACHED'));
    assert.deepEqual(reached, [], where);
  }
  assert.equal(witness.calls, 0);
  assert.equal(page.url().split('#')[0], home.url + labNamed('failed').path);
  // The browser notes each that was asked for, and each time what the policy has forbidden.
  const { errors, foreign } = page.context().seen;
  const own = `http://127.0.0.1:${witness.port}/`;
  assert.deepEqual(foreign.splice(0).filter((url) => !url.startsWith(own)), []);
  const said = errors.splice(0).filter((line) =>
    !/Content.Security.Policy|sandbox|allow-|unsafe|navigat|ERR_|WebSocket/i.test(line));
  assert.deepEqual(said, []);
});

// --- Programs that go wrong --------------------------------------------------------------------

/// A Python program, what must stand on the page behind it.
const PYTHON_FAULTS = [
  ['an infinite loop', 'while True:\n    pass\n', /computed without end/],
  ['a fork bomb', 'import os\nwhile True:\n    os.fork()\n', /no process can be made here/],
  ['deep recursion', 'def f(n):\n    return f(n + 1) + 1\nf(0)\n',
    /RecursionError: maximum recursion/],
  ['recursion without a bound', `import sys
sys.setrecursionlimit(10**9)
def f(n):
    return [f(n + 1)]
f(0)
`, /Fatal Python error: the stack of C calls is full|RecursionError/],
  ['a gigabyte', 'text = "a" * (1 << 30)\nprint(len(text))\n', /MemoryError|too much memory/],
  ['a list that grows', 'a = []\nwhile True:\n    a.append(bytes(1 << 20))\n',
    /MemoryError|too much memory/],
  ['a million threads', `import threading, time
for i in range(1_000_000):
    threading.Thread(target=time.sleep, args=(60,)).start()
`, /RuntimeError: can't start new thread/],
  ['an exception', 'def f():\n    raise ValueError("no")\nf()\n',
    /line 2, in f\n[^]*ValueError: no/],
  ['a syntax error', 'x = 1\nprint("a"\n',
    /marked: print\("a"\n[^]*SyntaxError: '\(' was never closed/],
  ['two locks', `import threading, time
a, b = threading.Lock(), threading.Lock()
def first():
    with a:
        time.sleep(0.1)
        with b: pass
def second():
    with b:
        time.sleep(0.1)
        with a: pass
threads = [threading.Thread(target=first), threading.Thread(target=second)]
for t in threads: t.start()
for t in threads: t.join()
`, /Nothing moves any more[^]*lock/],
  ['two that wait for data', `import socket, threading
a, b = socket.socketpair()
t = threading.Thread(target=b.recv, args=(1,))
t.start()
a.recv(1)
`, /Nothing moves any more[^]*recv/],
  ['a flood of output', 'while True:\n    print("x" * 1000)\n', /wrote too much/],
  ['an endless sleep', 'import time\ntime.sleep(1e9)\n', /./],
];

const SERVER = 'const { WebSocketServer } = require("ws");\n'
  + 'const server = new WebSocketServer({ port: 8080 });\n';
const CLIENT = 'const socket = new WebSocket("ws://localhost:8080/");\n';

/// A Node program and a page's, what must stand on the page behind them.
const JAVASCRIPT_FAULTS = [
  ['an infinite loop', 'for (;;);', 'console.log(1)', /computed without end/],
  ['an infinite loop of a page', '', 'while (true) {}', /computed without end/],
  // Which bound is met first hangs on how much a promise holds.
  ['promises without end', 'const f = () => Promise.resolve().then(f);\nf();', '',
    /computed without end|wanted too much memory/],
  ['a fork bomb', 'const { fork } = require("child_process");\nfor (;;) fork(__filename);', '',
    /child_process/],
  ['deep recursion', 'const f = (n) => f(n + 1) + 1;\nf(0);', '',
    /RangeError: Maximum call stack size exceeded/],
  ['a gigabyte', 'const a = "a".repeat(1 << 30);\nconsole.log(a.length);', '',
    /Invalid string length|out of memory|too much memory/],
  ['an array that grows', 'const a = [];\nfor (;;) a.push(new Uint8Array(1 << 20).fill(1));', '',
    /out of memory|too much memory|allocation failed/],
  ['a million timers', 'for (let i = 0; i < 1e6; i++) setTimeout(() => {}, 1e6);\n', '', /./],
  ['an exception in a handler', `${SERVER}server.on("connection", (it) => {
  it.on("message", () => { throw new Error("in a handler"); });
});`, `${CLIENT}socket.onopen = () => socket.send("a");`, /Error: in a handler\n[^]*server\.js:4/],
  ['an exception in a page',
    `${SERVER}server.on("connection", () => setTimeout(() => process.exit(), 100));`,
    `${CLIENT}socket.onopen = () => { socket.nothing(); };`,
    /Uncaught TypeError: socket\.nothing is not a function/],
  ['a promise that nobody catches', 'Promise.reject(new Error("nobody"));', '', /Error: nobody/],
  ['a syntax error', 'const a = 1;\nconst = 2;', '', /marked: const = 2;\n[^]*SyntaxError/],
  ['two that wait',
    `${SERVER}server.on("connection", (it) => it.on("message", () => it.send("a")));`,
    `${CLIENT}socket.onmessage = () => socket.send("b");`, /Nothing moves any more/],
  ['a flood of output', 'for (;;) console.log("x".repeat(1000));', '', /wrote too much/],
];

/// All that a reader reads behind a run.
async function pageSays(lab) {
  const { state, status, consoles } = await lab.read();
  const figure = lab.lab.locator('[data-figure="code-lab"]');
  const drawn = figure.locator('[data-toolbar] button').first();
  await drawn.waitFor({ timeout: 10_000 }).catch(() => undefined);
  const wrong = await lab.lab.locator('.cm-line.is-wrong').allTextContents();
  const shown = await figure.count() > 0 ? await figure.innerText() : '';
  const said = consoles.map(({ all, end }) => `${end}\n${all.slice(-4_000)}`).join('\n');
  return { state, text: `${status}\nmarked: ${wrong}\n${said}\n${shown}` };
}

for (const [language, name, faults, sound] of [
  ['Python', 'life-connect_first-py', PYTHON_FAULTS, ['print("again")']],
  ['JavaScript', 'events', JAVASCRIPT_FAULTS, ['console.log("again")', '']],
]) {
  test(`a faulty ${language} program ends with a sentence, and the next one runs`, async (t) => {
    const lab = await open(name);
    await lab.runPrograms(...sound);
    const failures = [];
    let longest = 0;
    for (const [what, ...rest] of faults) {
      const texts = rest.slice(0, -1);
      const said = rest.at(-1);
      await lab.page.evaluate(() => { window.longest = 0; });
      const begun = Date.now();
      await lab.runPrograms(...texts).catch((error) => failures.push(`${what}: ${error.message}`));
      const { state, text } = await pageSays(lab);
      const deaf = await lab.page.evaluate(() => window.longest);
      longest = Math.max(longest, deaf);
      const took = Date.now() - begun;
      t.diagnostic(`${what}: ${state} in ${took} ms, longest task ${Math.round(deaf)} ms`);
      if (!said.test(text)) failures.push(`${what}: ${said} is not in\n${text.slice(0, 1_500)}`);
      if (state === 'running') await lab.run('stop');
      const { consoles, status } = await lab.runPrograms(...sound);
      if (consoles[0].out !== 'again\n') failures.push(`${what}: not again: ${status}`);
    }
    t.diagnostic(`longest main-thread task: ${Math.round(longest)} ms`);
    assert.deepEqual(failures, []);
    assert.ok(longest <= DEAF_MS_MAX, `${longest} ms`);
  });
}
