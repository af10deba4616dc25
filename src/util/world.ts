import { type Clock, systemClock } from "./clock.js";

/** The world outside, as parameters: a test brings one of its own. */
export interface World {
  fetch: typeof globalThis.fetch;
  clock: Clock;
  /** From 0 up to 1, as `Math.random`. */
  random: () => number;
  /**
   * A UUID, new each time: the id of what is made in Linear. Who claims something in the state has an id of the platform's,
   * since claimants must differ whatever their worlds give.
   */
  newId: () => string;
}

export const systemWorld: World = {
  // The bare function would not do: some runtimes refuse it as a method of another object ("Illegal invocation").
  fetch: (input, init) => globalThis.fetch(input, init),
  clock: systemClock,
  random: Math.random,
  newId: () => crypto.randomUUID(),
};
