// How long the engine's masking takes in wasm: `node measure.mjs MODULE`.
import { createRequire } from "node:module";
import { performance } from "node:perf_hooks";

const { Payload } = createRequire(import.meta.url)(process.argv[2]);
const ROUNDS = 41;
const TIMES = 20;

console.log("\nunmasking in wasm (Node)");
for (const [len, name] of [[1024, "1 KiB"], [64 << 10, "64 KiB"], [1 << 20, "1 MiB"]]) {
  const payload = new Payload(len);
  const samples = [];
  for (let round = 0; round < ROUNDS; round++) {
    const begun = performance.now();
    payload.mask(TIMES);
    samples.push((performance.now() - begun) / TIMES);
  }
  samples.sort((a, b) => a - b);
  const at = (part) => (samples[Math.round((ROUNDS - 1) * part)] * 1000).toFixed(1);
  console.log(`  ${name.padEnd(20)} ${at(0.5).padStart(9)} us   ${at(0.1)} to ${at(0.9)}`);
}
