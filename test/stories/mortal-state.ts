import type { StateAdapter } from "chat";
import type { WorkerSettings } from "./worker-settings.js";

/** Makes a process kill itself at a moment that shows in what it does with its state. */
export const dieInsteadOf: { [When in WorkerSettings["dies"]]: (state: StateAdapter) => void } = {
  never: () => {},
  // The moment after Linear's answer, when the new tokens exist in this process only.
  "instead of saving an installation": (state) => {
    const set = state.set.bind(state);
    state.set = async (key, value, ttlMs) => {
      if (key.startsWith("linear:installation:")) die();
      await set(key, value, ttlMs);
    };
  },
  // The moment after the claim.
  "instead of answering an event": (state) => {
    const setIfNotExists = state.setIfNotExists.bind(state);
    state.setIfNotExists = async (key, value, ttlMs) => {
      const isNew = await setIfNotExists(key, value, ttlMs);
      if (key.startsWith("linear:event:")) die();
      return isNew;
    };
  },
};

/** Lets what tells of a living process be over sooner than it is, for tests that wait for that. */
export function outliveFor(ms: number, state: StateAdapter): void {
  const set = state.set.bind(state);
  const setIfNotExists = state.setIfNotExists.bind(state);
  state.set = (key, value, ttlMs) => set(key, value, key.startsWith("linear:alive:") ? ms : ttlMs);
  state.setIfNotExists = (key, value, ttlMs) =>
    setIfNotExists(key, value, key.startsWith("linear:event:") ? ms : ttlMs);
}

function die(): void {
  process.kill(process.pid, "SIGKILL");
}
