/** Numbers from 0 up to 1 that are the same for the same seed. */
export interface Random {
  next(): number;
  /** From `low` up to `high`. */
  between(low: number, high: number): number;
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
}

const MODULUS = 2 ** 31 - 1;
const MULTIPLIER = 48_271;

/** The minimal standard generator: S. K. Park, K. W. Miller, P. K. Stockmeyer, CACM 36 (1993) 7, p. 108. */
export function createRandom(seed: number): Random {
  let last = seed;
  const next = (): number => {
    last = (last * MULTIPLIER) % MODULUS;
    return last / MODULUS;
  };
  return {
    next,
    between: (low, high) => low + next() * (high - low),
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
  };
}
