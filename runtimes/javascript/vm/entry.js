// What stands in the virtual machine before a program comes: the language's gaps filled, and the
// two
// kinds of program ready to start.

import './core/gaps.js';
import { clock, firstTurn, takeOps, turn } from './core/loop.js';
import { random, seedRandom } from './core/random.js';
import { rejection } from './core/rejections.js';
import { installStacks, setSources } from './core/stack.js';
import { program } from './core/loop.js';
import * as nodeModules from './node/modules.js';
import { startNode } from './node/program.js';
import { installLocale } from './web/locale.js';
import * as pageModules from './web/program.js';

let modules = nodeModules;

installStacks();
installLocale();
boundStrings();
Object.defineProperty(Math, 'random', { value: random, writable: true, configurable: true });

/// No string of V8 is longer; QuickJS would take all memory first.
function boundStrings() {
  const most = 536870888;
  const { repeat } = String.prototype;
  Object.defineProperty(String.prototype, 'repeat', {
    value: { repeat(count) {
      if (count > 0 && count < Infinity && this.length * count > most) {
        throw new RangeError('Invalid string length');
      }
      if (count < 0 || count === Infinity) throw new RangeError(`Invalid count value: ${count}`);
      return repeat.call(this, count);
    } }.repeat,
    writable: true, configurable: true,
  });
}

globalThis.__lab = {
  /// Begins the program; what it wants first comes back.
  start(json) {
    const options = JSON.parse(json);
    clock.ns = options.now;
    clock.epochMs = options.epochMs;
    seedRandom(options.seed);
    const isPage = options.language === 'browser';
    setSources(Object.entries(options.files)
      .map(([name, text]) => [isPage ? name : `/home/${name}`, text]));
    modules = isPage ? pageModules : nodeModules;
    return firstTurn(() => (isPage ? pageModules.startBrowser(options) : startNode(options)));
  },
  turn,
  takeOps,
  /// The reader pressed Stop: whether the program wants to live on.
  interrupt: () => program.interrupt(),
  rejection,
  normalize: (base, name) => modules.normalize(base, name),
  source: (name) => modules.source(name),
};
