import { readFileSync, writeFileSync } from 'node:fs';
import binaryen from 'binaryen';
const F = binaryen.Features;
const features = F.BulkMemory | F.BulkMemoryOpt | F.CallIndirectOverlong | F.Multivalue | F.MutableGlobals | F.NontrappingFPToInt | F.ReferenceTypes | F.SignExt;
binaryen.setOptimizeLevel(2); binaryen.setShrinkLevel(2); binaryen.setDebugInfo(true); binaryen.setLowMemoryUnused(true);
for (const a of process.argv.slice(2)) { const [i,o]=a.split(':'); const m=binaryen.readBinary(readFileSync(i)); m.setFeatures(features); m.optimize(); writeFileSync(o, m.emitBinary()); m.dispose(); }
