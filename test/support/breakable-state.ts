import { createMemoryState } from "@chat-adapter/state-memory";
import type { StateAdapter } from "chat";

export interface BreakableState {
  state: StateAdapter;
  /** From now on every call fails. */
  breakDown(): void;
  repair(): void;
}

/** A state that can be out of reach. */
export function createBreakableState(): BreakableState {
  const memory = createMemoryState();
  let isBroken = false;

  const state = new Proxy<StateAdapter>(memory, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== "function") return member;
      return async (...args: unknown[]) => {
        if (isBroken) throw new Error("The state is out of reach");
        return await Reflect.apply(member, target, args);
      };
    },
  });

  return {
    state,
    breakDown: () => {
      isBroken = true;
    },
    repair: () => {
      isBroken = false;
    },
  };
}
