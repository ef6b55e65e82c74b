// Bytes that look random and are the same for the same seed.

const GOLDEN = 0x9e3779b9;

/** `source.seed` may change: then the bytes begin anew. */
export class Randomness {
  constructor(source) {
    this.source = source;
    this.seed = undefined;
    this.state = 0;
  }

  // One step of a Weyl sequence, its bits mixed as MurmurHash3 ends.
  next() {
    this.state = (this.state + GOLDEN) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return (mixed ^ (mixed >>> 16)) >>> 0;
  }

  fill(bytes) {
    const seed = Number(this.source.seed ?? 0);
    if (seed !== this.seed) {
      this.seed = seed;
      this.state = (seed ^ Math.floor(seed / 2 ** 32)) >>> 0;
    }
    for (let at = 0; at < bytes.length; at += 1) bytes[at] = this.next() >>> 8;
  }
}
