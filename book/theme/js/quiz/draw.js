// What a seed decides: which variant a run asks, in which order, and with which choices first.
const draw = (() => {
  const SEED_MAX = 999_999;

  /// Numbers from a seed (Mulberry32): the same in every browser.
  function numbers(seed) {
    let state = seed >>> 0;
    return (below) => {
      state = (state + 0x6d2b79f5) >>> 0;
      let bits = Math.imul(state ^ (state >>> 15), state | 1);
      bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
      return Math.floor((((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32) * below);
    };
  }

  function shuffled(count, next) {
    const order = Array.from({ length: count }, (_, at) => at);
    for (let at = count - 1; at > 0; at -= 1) {
      const other = next(at + 1);
      [order[at], order[other]] = [order[other], order[at]];
    }
    return order;
  }

  return {
    /// What somebody typed, as a seed.
    seed(typed) {
      const number = /^\s*\d{1,6}\s*$/.test(typed) ? Number(typed) : 0;
      return number >= 1 && number <= SEED_MAX ? number : undefined;
    },

    /// A seed by chance.
    any() {
      const [number] = crypto.getRandomValues(new Uint32Array(1));
      return 1000 + (number % 9000);
    },

    /// Which variant, 0 or 1, each of the misconceptions has in a run. The other run has the other.
    variants(seed, run, count) {
      const next = numbers(seed);
      const before = Array.from({ length: count }, () => next(2));
      return run === 'before' ? before : before.map((variant) => 1 - variant);
    },

    /// A run: for each question the place of its misconception, and the order of its choices.
    run(seed, run, counts) {
      const variants = this.variants(seed, run, counts.length);
      const next = numbers(seed * 2 + (run === 'before' ? 0 : 1) + 1_000_003);
      return shuffled(counts.length, next).map((item) => {
        const variant = variants[item];
        return { item, variant, choices: shuffled(counts[item][variant], next) };
      });
    },
  };
})();
