/** Loads the object once, with the first call. */
export type Load<Target extends object> = () => Promise<Target>;

// The language itself asks any value for these: an object that had them would be awaited, or called by JSON.stringify.
const ASKED_OF_EVERYTHING: ReadonlySet<string> = new Set(["then", "toJSON"]);

/**
 * Stands for an object that is loaded with its first call. Works where every method of `Target` gives a promise and every
 * getter, too: what is read from it may be called and may be awaited, and both load the object first.
 * @param known what can be read without loading.
 */
export function createLazyObject<Target extends object>(known: Partial<Target>, load: Load<Target>): Target {
  const members = new Map<string, object>();
  return new Proxy(known as Target, {
    get(target, name) {
      if (typeof name === "symbol" || ASKED_OF_EVERYTHING.has(name) || name in target) return Reflect.get(target, name);
      const member = members.get(name) ?? createLazyMember(name, load);
      members.set(name, member);
      return member;
    },
  });
}

/**
 * Makes a member that is called as a method or awaited as a getter: which it is, is known when the object is loaded.
 */
function createLazyMember<Target extends object>(name: string, load: Load<Target>): object {
  const call = async (...args: unknown[]): Promise<unknown> => {
    const target = await load();
    const method: unknown = Reflect.get(target, name);
    if (typeof method !== "function") throw new TypeError(`"${name}" of the client is not a method`);
    return await Reflect.apply(method, target, args);
  };
  const read = async (): Promise<unknown> => {
    const target = await load();
    const value: unknown = await Reflect.get(target, name);
    // A method that is awaited instead of called would otherwise resolve to one without its object.
    return typeof value === "function" ? value.bind(target) : value;
  };
  const reading: Pick<Promise<unknown>, "then" | "catch" | "finally"> = {
    // biome-ignore lint/suspicious/noThenProperty: that it can be awaited is what a getter of a promise is for
    then: (onFulfilled, onRejected) => read().then(onFulfilled, onRejected),
    catch: (onRejected) => read().catch(onRejected),
    finally: (onFinally) => read().finally(onFinally),
  };
  return Object.assign(call, reading);
}
