// Makes WebAssembly small or fast, several files in one process: binaryen takes longer to start
// than a small file to optimise. `node optimise.mjs LEVEL FILE...` writes each file anew; LEVEL is
// one of wasm-opt's, such as -Oz or -O3.
import { readFileSync, writeFileSync } from 'node:fs';
import binaryen from 'binaryen';

const { Features: features } = binaryen;

/// Rust's baseline for wasm32, named because the section that lists it does not survive bindgen.
const BASELINE = [
  features.BulkMemory, features.BulkMemoryOpt, features.CallIndirectOverlong, features.Multivalue,
  features.MutableGlobals, features.NontrappingFPToInt, features.ReferenceTypes, features.SignExt,
];

/// How far it goes on without getting smaller.
const ROUNDS_MAX = 3;

const LEVELS = { '-O3': [3, 0], '-O4': [4, 0], '-Os': [2, 1], '-Oz': [2, 2] };

function optimise(bytes) {
  const module = binaryen.readBinary(bytes);
  module.setFeatures(BASELINE.reduce((all, feature) => all | feature, 0));
  module.runPasses(['strip-debug', 'strip-producers', 'strip-target-features']);
  let small;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    module.optimize();
    const next = module.emitBinary();
    if (small && next.length >= small.length) break;
    small = next;
  }
  module.dispose();
  return small;
}

const [level, ...paths] = process.argv.slice(2);
if (!LEVELS[level]) throw new Error(`${level} is not one of ${Object.keys(LEVELS).join(', ')}`);
const [optimiseLevel, shrinkLevel] = LEVELS[level];
binaryen.setOptimizeLevel(optimiseLevel);
binaryen.setShrinkLevel(shrinkLevel);
binaryen.setDebugInfo(false);
// Below the first kilobyte lies the end of the stack, and no value: the stack begins at the top.
binaryen.setLowMemoryUnused(true);
for (const path of paths) writeFileSync(path, optimise(readFileSync(path)));
