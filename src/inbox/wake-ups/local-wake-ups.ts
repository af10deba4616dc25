import type { InboxWakeUps } from "./wake-ups.js";

/** Wakes the workers of this process at once. Those of other processes find what came when they look by themselves. */
export function createLocalWakeUps(): InboxWakeUps {
  const listeners = new Set<(lane: string) => Promise<void>>();
  return {
    wake: async (lane) => {
      for (const work of listeners) void work(lane);
    },
    listen: async (work) => {
      listeners.add(work);
      return async () => void listeners.delete(work);
    },
    close: async () => {},
  };
}
