// Every program of `programs/` as it runs in QuickJS over the real loopback, beside Node itself
// with
// npm's ws: what they print and how they end must be equal, line by line.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync }
  from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from '../build.mjs';
import { Process } from './loopback.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'javascript-twins-'));
/// A server is up before its clients start.
const HEAD_START_MS = 300;
const PROGRAM_MS_MAX = 10_000;
const assets = {};

before(async () => {
  const { assets: files } = await build(folder);
  assets.quickjs = new WebAssembly.Module(readFileSync(join(folder, files.quickjs)));
  assets.layer = readFileSync(join(folder, files.layer));
  symlinkSync(join(here, '../../node_modules'), join(folder, 'node_modules'));
});

after(() => rmSync(folder, { recursive: true, force: true }));

/// `=== NAME` begins a file; `stdin` is what is typed.
function readProgram(file) {
  const parts = readFileSync(join(here, 'programs', file), 'utf8').split(/^=== (.+)\n/m).slice(1);
  const files = {};
  for (let at = 0; at < parts.length; at += 2) files[parts[at]] = parts[at + 1];
  const { stdin, ...rest } = files;
  const programs = Object.keys(rest).filter((name) => /\.m?js$/.test(name)
    && !/^(lib|helper)/.test(name));
  return { files: rest, stdin, programs };
}

async function all(programs, run) {
  const running = [];
  for (const name of programs) {
    if (running.length > 0) await sleep(HEAD_START_MS);
    running.push(run(name).then((result) => [name, result]));
  }
  return Object.fromEntries(await Promise.all(running));
}

function inNode(place, stdin) {
  return (name) => new Promise((resolve) => {
    const child = spawn(process.execPath, [join(place, name)]);
    const result = { out: '', err: '' };
    child.stdout.on('data', (bytes) => { result.out += bytes; });
    child.stderr.on('data', (bytes) => { result.err += bytes; });
    child.stdin.on('error', () => {});
    child.stdin.end(stdin ?? '');
    const late = setTimeout(() => child.kill('SIGKILL'), PROGRAM_MS_MAX);
    child.on('close', (status) => {
      clearTimeout(late);
      resolve({ ...result, status });
    });
  });
}

function inQuickJs(files, stdin) {
  return async (name) => {
    const lines = stdin?.split(/(?<=\n)/);
    const process = new Process(assets, {
      process: 0, program: name, language: 'node', files, pid: 1, hostname: 'localhost',
      epochMs: Date.now(), seed: 7, stdin: lines,
    });
    const late = sleep(PROGRAM_MS_MAX, null, { ref: false });
    const status = await Promise.race([process.run(), late]);
    return { out: process.out, err: process.err, status };
  };
}

/// What may differ: Node's own frames and version, ports that the kernel chose, where files lie.
function normal(text, place) {
  return text.replaceAll(`file://${place}/`, 'file:///home/').replaceAll(`${place}/`, '/home/')
    .replace(/^ {4,}at .*(node:|<anonymous>\)|node_modules).*\n?/gm, '')
    .replace(/^node:.*$/gm, 'node:').replace(/\b\d{5}\b/g, 'PORT')
    .replace(/^Node\.js v.*$/gm, 'Node.js')
    .replace(/^\[?(\w*Error.*?)\]? \{$/gm, '$1 {').replace(/^( {4}at .*) \{$/gm, '$1');
}

for (const file of readdirSync(join(here, 'programs')).sort()) {
  test(file, async () => {
    const { files, stdin, programs } = readProgram(file);
    const place = join(folder, file.replace('.txt', ''));
    mkdirSync(place);
    for (const [name, source] of Object.entries(files)) writeFileSync(join(place, name), source);
    const wanted = await all(programs, inNode(place, stdin));
    const found = await all(programs, inQuickJs(files, stdin));
    for (const name of programs) {
      const plain = ({ out, err, status }) =>
        ({ out: normal(out, place).split('\n'), err: normal(err, place).split('\n'), status });
      assert.deepEqual(plain(found[name]), plain(wanted[name]), name);
    }
  });
}
