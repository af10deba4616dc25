/** How a call fails. */
export type Failure =
  /** Nothing is done. */
  | "refused"
  /** It is done, and its answer is lost. */
  | "answer lost"
  /** Nothing is done, and nobody ever says so. */
  | "never answered";

/** An object whose calls a test lets fail, by their names. */
export interface FailingCalls<Target> {
  target: Target;
  /** Lets the next `times` calls of a method fail whose first argument begins with `first`. Resolves when they have. */
  fail(method: keyof Target, first: string, options?: { times?: number; how?: Failure }): Promise<void>;
}

interface Fault {
  method: PropertyKey;
  first: string;
  left: number;
  how: Failure;
  onLast: () => void;
}

/** Methods are called on `target`; those that do not give a promise give one here. */
export function failCalls<Target extends object>(target: Target): FailingCalls<Target> {
  const faults: Fault[] = [];

  const meet = (method: PropertyKey, first: unknown): Fault | undefined => {
    const fault = faults.find(
      (one) => one.left > 0 && one.method === method && typeof first === "string" && first.startsWith(one.first),
    );
    if (fault === undefined) return undefined;
    fault.left -= 1;
    if (fault.left === 0) fault.onLast();
    return fault;
  };

  const failing = new Proxy(target, {
    get: (object, name) => {
      const member: unknown = Reflect.get(object, name, object);
      if (typeof member !== "function") return member;
      return async (...args: unknown[]) => {
        const fault = meet(name, args[0]);
        if (fault?.how === "refused") throw new Error(`${String(name)} has failed`);
        if (fault?.how === "never answered") return await new Promise<never>(() => {});
        const result: unknown = await Reflect.apply(member, object, args);
        if (fault?.how === "answer lost") throw new Error(`The answer to ${String(name)} is lost`);
        return result;
      };
    },
  });

  return {
    target: failing,
    fail: (method, first, { times = 1, how = "refused" } = {}) =>
      new Promise((resolve) => {
        faults.push({ method, first, left: times, how, onLast: resolve });
      }),
  };
}
