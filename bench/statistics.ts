/** The middle value; of an even number of values the lower middle one. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

/** Half of the values lie between these two. */
export function quartiles(values: readonly number[]): { low: number; high: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN;
  return { low: at(0.25), high: at(0.75) };
}

/** `2.3×` */
export const formatRatio = (ratio: number): string => `${ratio.toFixed(ratio < 10 ? 1 : 0)}×`;

export const formatCount = (count: number): string => count.toLocaleString("en-US");
