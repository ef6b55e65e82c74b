// `os`: a small Linux machine.

import { clock } from '../core/loop.js';

export const machine = { hostname: 'localhost' };

export default {
  EOL: '\n', devNull: '/dev/null', constants: { signals: { SIGINT: 2, SIGTERM: 15 }, errno: {} },
  arch: () => 'x64', platform: () => 'linux', type: () => 'Linux', release: () => '6.18.0',
  machine: () => 'x86_64', version: () => '#1 SMP', endianness: () => 'LE',
  hostname: () => machine.hostname, homedir: () => '/home', tmpdir: () => '/tmp',
  uptime: () => clock.ns / 1e9, loadavg: () => [0, 0, 0], totalmem: () => 1 << 30,
  freemem: () => 1 << 29, cpus: () => [{ model: 'virtual', speed: 0, times: {} }],
  availableParallelism: () => 1, userInfo: () => ({ username: 'reader', uid: 1000, gid: 1000 }),
  networkInterfaces: () => ({ lo: [{
    address: '127.0.0.1', netmask: '255.0.0.0', family: 'IPv4', mac: '00:00:00:00:00:00',
    internal: true, cidr: '127.0.0.1/8',
  }] }),
};
