// Every lab of the book, run in the page: what each program prints there is what stands beside its
// listing, and that is what CPython, Node and rustc's programs print (the tests of the listings run
// them over the loopback). So a reader's own machine and the page say the same, line by line.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { house } from './house.mjs';
import { Driven, labsOf } from './labs.mjs';

const home = house();
const LISTINGS = fileURLToPath(new URL('../../book/listings', import.meta.url));

/// What programs print beside which no record stands, since the book does not show it.
const UNRECORDED = {
  'threads/client_1.py': 'answer: slow\n',
  'threads/client_2.py': 'answer: quick\n',
  'selectors/client_1.py': 'answer: slow\n',
  'selectors/client_2.py': 'answer: quick\n',
  'threads-rust/client_1.rs': 'answer: slow\n',
  'threads-rust/client_2.rs': 'answer: quick\n',
  'answers/answer_server.js': 'listening on port 8080\n',
  'hasty/hasty_server.js': 'listening on port 8080\n',
  'ticker/slow.py': 'slow has more than a MiB: False\nslow sees ConnectionResetError\n',
  'ticker/fast.py': 'fast has more than a MiB: True\nfast sees the end of the connection\n',
  'broker/a.js': 'a is there\nann has come to a\n',
  'broker/b.js': 'b is there\nbob has come to b\n',
  'broker/ann.js': 'ann reads: ann: hello from ann\nann reads: bob: hello from bob\n'
    + 'ann has left: 1000\n',
  'broker/bob.js': 'bob reads: ann: hello from ann\nbob reads: bob: hello from bob\n'
    + 'bob has left: 1000\n',
  // Prints one line for a terminal that starts it in the background.
  'switch/switch.py': 'waiting for a handshake\n',
};

const REFUSED = "WebSocket connection to 'ws://localhost:8080/' failed: "
  + 'Error in connection establishment: net::ERR_CONNECTION_REFUSED';

/// What Chromium writes into its console by itself, and Node, whose WebSocket the record comes
/// from, does not: the error stream of a page's program holds this and nothing else.
const BROWSERS_OWN = {
  // Behind close() a text is thrown away, and only the console hears of it.
  'four-texts/early_client.js': [
    'WebSocket is already in CLOSING or CLOSED state.',
    'WebSocket is already in CLOSING or CLOSED state.',
  ],
  // The event `error` says nothing about why.
  'failed/failed_client.js': [REFUSED],
  'reconnecting/reconnecting_client.js': [REFUSED],
  // A server that speaks another protocol answers, and no page hears what.
  'door/post_page.js': ['POST http://localhost:9000/ net::ERR_INVALID_HTTP_RESPONSE'],
  'door/knock_page.js': [
    "WebSocket connection to 'ws://localhost:9000/SET%20door%20open' failed: "
      + 'WebSocket is closed before the connection is established.',
  ],
};

/// The same word for what differs from run to run: ports that the kernel chose, process ids,
/// addresses of IPv4 as a socket of IPv6 names them, and times.
function normalised(text, source) {
  const fixed = new Set(source.match(/\d+/g));
  return text.split('\n').map((line) => line.trimEnd()
    .replaceAll('::ffff:', '')
    .replace(/\b(pid|process) \d+/g, '$1 #')
    .replace(/\b\d{4,}\b/g, (number) => (fixed.has(number) ? number : '#'))
    .replace(/\b\d+(\.\d+)?( ?)(ms|µs)\b/g, (time, _, blank, unit) =>
      (fixed.has(/\d+/.exec(time)[0]) ? time : `#${blank}${unit}`)));
}

function recorded(lab, { name, file }) {
  const unrecorded = UNRECORDED[`${lab.name}/${name}`];
  const twin = join(LISTINGS, file.replace(/\.\w+$/, '.out'));
  assert.equal(existsSync(twin), unrecorded === undefined, `${lab.name}: ${file} has no record`);
  return unrecorded ?? readFileSync(twin, 'utf8');
}

const LABS = labsOf('en');

test('every lab is there, and every exception belongs to a program', () => {
  assert.ok(LABS.length >= 27, `${LABS.length} labs`);
  const programs = LABS.flatMap(({ name, programs }) => programs.map((it) => `${name}/${it.name}`));
  for (const named of [...Object.keys(UNRECORDED), ...Object.keys(BROWSERS_OWN)]) {
    assert.ok(programs.includes(named), named);
  }
});

/// How a run differs from what stands beside its listings; nothing is what a test wants.
function differences(lab, { state, status, consoles }) {
  if (state !== 'ended') return [`${lab.name}: ${status} ${JSON.stringify(consoles, null, 1)}`];
  assert.equal(consoles.length, lab.programs.length, lab.name);
  return lab.programs.flatMap((program, at) => {
    const source = readFileSync(join(LISTINGS, program.file), 'utf8');
    const own = BROWSERS_OWN[`${lab.name}/${program.name}`] ?? [];
    const { out, errors } = consoles[at];
    const pairs = [
      ['printed', normalised(recorded(lab, program), source), normalised(out, source)],
      ['wrote as errors', own, errors.split('\n').filter(Boolean)],
    ];
    return pairs.filter(([, said, seen]) => JSON.stringify(said) !== JSON.stringify(seen))
      .map(([what, said, seen]) => ({ lab: lab.name, file: program.file, what, said, seen }));
  });
}

for (const path of new Set(LABS.map((lab) => lab.path))) {
  test(`programs of ${path} print in the page what they print on a machine`, async () => {
    const page = await home.visit(path);
    const found = [];
    for (const lab of LABS.filter((lab) => lab.path === path)) {
      found.push(...differences(lab, await new Driven(page, lab.name).run()));
    }
    assert.deepEqual(found, []);
  });
}
