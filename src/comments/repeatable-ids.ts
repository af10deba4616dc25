import { createAsyncScope } from "../util/async-scope.js";
import { toDerivedId } from "./part-ids.js";

/**
 * Ids of what a bot writes. While it handles a delivery of an inbox they follow from the delivery and from where in its
 * handling they are asked for: what is handled again meets what it has written before.
 * docs/decisions/0035-ids-of-before.md
 */
export interface RepeatableIds {
  /** The next id of a place, such as a thread, that is written to; without a place, and outside deliveries, a new one. */
  next(place?: string): string;
  /** Handles a delivery. */
  run<Result>(deliveryKey: string, work: () => Result): Result;
}

export function createRepeatableIds(newId: () => string): RepeatableIds {
  const deliveries = createAsyncScope<{ key: string; counts: Map<string, number> }>();
  return {
    next: (place) => {
      const delivery = deliveries.current();
      if (delivery === undefined || place === undefined) return newId();
      const { key, counts } = delivery;
      const count = (counts.get(place) ?? 0) + 1;
      counts.set(place, count);
      return toDerivedId(`${count} in ${place} for ${key}`);
    },
    run: (key, work) => deliveries.run({ key, counts: new Map() }, work),
  };
}
