// `cargo xtask bench lab`: how long a reader waits for a lab, what it downloads, what a run costs.
// Times are printed and never asserted.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { SITE, launch, serve } from './house.mjs';
import { Driven, labNamed } from './labs.mjs';

const server = await serve();
const browser = await launch();

/// A lab in a page of its own: `context` brings what an earlier visit left in the cache.
async function open(name, context) {
  const held = context ?? await browser.newContext({ serviceWorkers: 'block' });
  await held.addInitScript(() => {
    window.longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        window.longest = Math.max(window.longest, duration);
      }
    }).observe({ type: 'longtask', buffered: true });
  });
  const page = await held.newPage();
  await page.goto(server.url + labNamed(name).path);
  return new Driven(page, name).open();
}

/// From pressing Run to the first letter of output, and to the end, in ms, by the page's own clock.
async function timed(lab) {
  const times = lab.lab.evaluate((section) => new Promise((resolve) => {
    const begun = performance.now();
    let first;
    const look = () => {
      const isThere = [...section.querySelectorAll('.sw-lab-text')].some((it) => it.textContent);
      if (isThere && section.dataset.state !== undefined) first ??= performance.now() - begun;
      const { state } = section.dataset;
      const isOver = state && !['idle', 'loading', 'running', 'stopping'].includes(state);
      if (isOver) resolve({ first: first ?? Infinity, all: performance.now() - begun, state });
      else setTimeout(look, 1);
    };
    delete section.dataset.state;
    section.querySelectorAll('.sw-lab-text').forEach((it) => it.replaceChildren());
    section.querySelector('[data-act="run"]').click();
    look();
  }));
  const found = await times;
  const { consoles, status } = await lab.read();
  const errors = consoles.map((console) => console.errors).join('');
  const longest = await lab.page.evaluate(() => window.longest);
  await lab.page.evaluate(() => { window.longest = 0; });
  return { ...found, errors, status, longest, consoles };
}

const ms = (value) => `${Math.round(value)} ms`.padStart(9);

function print(what, { first, all, longest, errors, state, status }) {
  const isSound = state === 'ended' && !errors;
  const wrong = isSound ? '' : `  (${state}: ${status} ${errors.slice(0, 200)})`;
  console.log(`${what.padEnd(46)} first ${ms(first)}  end ${ms(all)}  task ${ms(longest)}${wrong}`);
}

// --- Run to first output -------------------------------------------------------------------------

for (const [language, name] of [['Python', 'echo'], ['JavaScript', 'events']]) {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  print(`${language}, nothing cached`, await timed(await open(name, context)));
  const lab = await open(name, context);
  print(`${language}, cached, in a new page`, await timed(lab));
  await lab.page.waitForTimeout(1_500); // spare Workers boot
  print(`${language}, second run`, await timed(lab));
  await lab.page.waitForTimeout(1_500);
  print(`${language}, third run`, await timed(lab));
  await context.close();
}

// --- Downloads -----------------------------------------------------------------------------------

async function downloads(name, act) {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const lab = await open(name, context);
  await lab.page.waitForLoadState('networkidle');
  const files = new Set();
  lab.page.on('request', (request) => {
    const file = /assets\/([^?]*)$/.exec(request.url())?.[1];
    if (file) files.add(file);
  });
  await act(lab);
  await lab.page.waitForLoadState('networkidle');
  await context.close();
  const sizes = [...files].map((file) =>
    [file, gzipSync(readFileSync(join(SITE, 'assets', file)), { level: 9 }).length]);
  return sizes.sort(([, a], [, b]) => b - a);
}

const isFigure = ([file]) => file.startsWith('figures');
for (const [what, name, act] of [
  ['Python', 'echo', (lab) => lab.run()],
  ['JavaScript', 'events', (lab) => lab.run()],
  ['editor', 'events', (lab) => lab.write(0, '1')],
]) {
  const sizes = await downloads(name, act);
  const sum = (list) => list.reduce((total, [, size]) => total + size, 0);
  const own = sizes.filter((size) => !isFigure(size));
  console.log(`${what}: ${sum(own)} bytes gz, and ${sum(sizes.filter(isFigure))} of figures`);
  for (const [file, size] of own) console.log(`    ${String(size).padStart(9)} ${file}`);
}

// --- What a run costs ----------------------------------------------------------------------------

const PYTHON_SERVER = `import socket
with socket.create_server(("127.0.0.1", 9000)) as listener:
    connection, _ = listener.accept()
with connection:
    while data := connection.recv(1024):
        connection.sendall(data)
`;
const PYTHON_CLIENT = `import socket
with socket.create_connection(("127.0.0.1", 9000)) as s:
    for _ in range(1000):
        s.sendall(b"request")
        s.recv(1024)
print("1000 round trips")
`;
const NODE_SERVER = `const { WebSocketServer } = require("ws");
const server = new WebSocketServer({ port: 8080 });
let left = CLIENTS;
server.on("connection", (it) => {
  it.on("message", (data) => it.send(data));
  it.on("close", () => { if (--left === 0) server.close(); });
});
`;
const PAGE_CLIENT = `const socket = new WebSocket("ws://localhost:8080");
let count = 0;
socket.onopen = () => socket.send("request");
socket.onmessage = () => {
  if (++count < 1000) socket.send("request");
  else { console.log("1000 round trips"); socket.close(); }
};
`;
const PAGE_CLIENTS = `let open = 0;
for (let at = 0; at < 50; at++) {
  const socket = new WebSocket("ws://localhost:8080");
  socket.onopen = () => socket.send(String(at));
  socket.onmessage = () => { if (++open === 50) console.log("50 answers"); socket.close(); };
}
`;
const THREADS_SERVER = `import socket, threading
def serve(connection):
    with connection:
        while data := connection.recv(1024):
            connection.sendall(data)
with socket.create_server(("127.0.0.1", 9000), backlog=64) as listener:
    threads = []
    for _ in range(50):
        connection, _ = listener.accept()
        threads.append(threading.Thread(target=serve, args=(connection,)))
        threads[-1].start()
for thread in threads:
    thread.join()
`;
const THREADS_CLIENT = `import socket, threading
answers = []
def ask(number):
    with socket.create_connection(("127.0.0.1", 9000)) as s:
        s.sendall(str(number).encode())
        answers.append(s.recv(1024))
threads = [threading.Thread(target=ask, args=(number,)) for number in range(50)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(answers), "answers")
`;

async function costs(what, name, texts) {
  const lab = await open(name);
  for (const [index, text] of texts.entries()) await lab.write(index, text);
  await timed(lab);
  await lab.page.waitForTimeout(1_500);
  print(what, await timed(lab));
  await lab.page.context().close();
}

await costs('1,000 round trips, Python', 'echo', [PYTHON_SERVER, PYTHON_CLIENT]);
await costs('1,000 round trips, ws and a page', 'events',
  [NODE_SERVER.replace('CLIENTS', '1'), PAGE_CLIENT]);
await costs('50 clients of ws in a page', 'events',
  [NODE_SERVER.replace('CLIENTS', '50'), PAGE_CLIENTS]);
await costs('50 threads ask 50 threads, Python', 'echo', [THREADS_SERVER, THREADS_CLIENT]);

/// As many processes as that: a lab with more programs than any of the book has.
async function processes(count) {
  const lab = await open('echo');
  await lab.run();
  await lab.lab.evaluate((section, [server, client, count]) => {
    const programs = Array.from({ length: count }, (_, at) => ({
      name: `client_${at}.py`, language: 'python', host: 'machine', args: [],
      text: client.replace('range(1000)', 'range(1)').replace('1000 round trips', 'answer'),
    }));
    programs.unshift({
      name: 'server.py', language: 'python', host: 'machine', args: [],
      text: server.replace('range(50)', `range(${count})`),
    });
    const setup = ['host machine 10.0.0.1', ...programs.map(({ name }, at) =>
      `program ${name} machine python${at > 0 ? ' start 100ms' : ''}`)].join('\n');
    window.seen = { begun: performance.now(), answers: 0 };
    const frame = document.querySelector('iframe');
    addEventListener('message', ({ data }) => {
      for (const [, fd, text] of data.out ?? []) {
        if (fd === 1) window.seen.answers += text.split('answer').length - 1;
        else window.seen.error = text;
      }
      window.seen.failed = data.failed;
      if (data.failed || (data.state && data.state !== 'running')) {
        window.seen.state = data.state ?? 'failed';
        window.seen.all = performance.now() - window.seen.begun;
      }
    });
    frame.contentWindow.postMessage({ run: { setup, programs, mode: 'run' } }, '*');
  }, [THREADS_SERVER, PYTHON_CLIENT, count]);
  await lab.page.waitForFunction(() => window.seen.state, undefined, { timeout: 180_000 })
    .catch(() => undefined);
  const seen = await lab.page.evaluate(() => window.seen);
  console.log(`${count} Python processes and a server`.padEnd(46),
    `${seen.state ?? 'no end'} after ${ms(seen.all ?? Infinity)}, ${seen.answers} answers`,
    seen.error ?? '', seen.failed ?? '');
  await lab.page.context().close();
}

await processes(10);
await processes(50);

await browser.close();
await server.close();
