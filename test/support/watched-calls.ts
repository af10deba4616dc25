import { createSignal } from "./signal.js";

/** A call that waits before it is carried out. */
export interface Pause {
  /** Resolves when somebody makes the call. */
  reached: Promise<void>;
  goOn(): void;
}

/** An object whose calls a test can hold up, as when a process stands still in the middle of its work. */
export interface WatchedCalls<Target> {
  target: Target;
  /** Holds up the next call of a method with this first argument, or with any. */
  pauseAt(method: keyof Target, first?: unknown): Pause;
  /** Resolves with the next call of a method with this first argument, or with any. */
  seen(method: keyof Target, first?: unknown): Promise<void>;
}

interface Watch {
  method: PropertyKey;
  first: unknown;
  onCall: () => Promise<void>;
}

/** Methods are called on `target`; those that do not give a promise give one here. */
export function watchCalls<Target extends object>(target: Target): WatchedCalls<Target> {
  const watches = new Set<Watch>();

  const meet = async (method: PropertyKey, args: readonly unknown[]): Promise<void> => {
    const met = [...watches].filter(
      (watch) => watch.method === method && (watch.first === undefined || watch.first === args[0]),
    );
    for (const watch of met) watches.delete(watch);
    await Promise.all(met.map(({ onCall }) => onCall()));
  };

  const watched = new Proxy(target, {
    get: (object, name) => {
      const member: unknown = Reflect.get(object, name, object);
      if (typeof member !== "function") return member;
      return async (...args: unknown[]) => {
        await meet(name, args);
        return await Reflect.apply(member, object, args);
      };
    },
  });

  return {
    target: watched,
    pauseAt: (method, first) => {
      const [reached, released] = [createSignal(), createSignal()];
      const onCall = (): Promise<void> => {
        reached.give();
        return released.given;
      };
      watches.add({ method, first, onCall });
      return { reached: reached.given, goOn: released.give };
    },
    seen: (method, first) => {
      const called = createSignal();
      watches.add({ method, first, onCall: async () => called.give() });
      return called.given;
    },
  };
}
