import type { StateAdapter } from "chat";

/** The part of a bot's state in which things are kept and looked up. */
export type Memory = Pick<StateAdapter, "delete" | "get" | "set" | "setIfNotExists">;

/** The memory of a bot that is not started, as of a script that only writes: nothing is known, and nothing is kept. */
export const NO_MEMORY: Memory = {
  delete: async () => {},
  get: async () => null,
  set: async () => {},
  setIfNotExists: async () => true,
};
