import { describe, expect, it } from "vitest";
import { createLazyObject } from "../../src/util/lazy-object.js";

/** What stands for a client: methods and getters that give promises. */
class Counter {
  readonly step: number = 2;
  count = 0;

  async add(): Promise<number> {
    this.count += this.step;
    return this.count;
  }

  get current(): Promise<number> {
    return Promise.resolve(this.count);
  }

  async twice(work: () => Promise<number>): Promise<number[]> {
    const bound = work.bind(this);
    return [await bound(), await bound()];
  }
}

const lazyCounter = (): { lazy: Counter; loads: Counter[] } => {
  const loads: Counter[] = [];
  const counter = new Counter();
  return { loads, lazy: createLazyObject<Counter>({ step: 3 }, async () => loads[loads.push(counter) - 1] ?? counter) };
};

describe("an object that is loaded with its first call", () => {
  it("is not loaded by reading from it", () => {
    const { lazy, loads } = lazyCounter();

    expect([lazy.step, typeof lazy.add, typeof lazy.current, loads]).toEqual([3, "function", "function", []]);
  });

  it("runs methods, and gives what getters promise", async () => {
    const { lazy } = lazyCounter();

    expect([await lazy.add(), await lazy.current, await lazy.current.then((count) => count + 1)]).toEqual([2, 2, 3]);
  });

  it("hands its methods to its methods", async () => {
    const { lazy } = lazyCounter();

    expect(await lazy.twice(lazy.add)).toEqual([2, 4]);
  });

  it("gives the same member each time", () => {
    const { lazy } = lazyCounter();

    expect(lazy.add).toBe(lazy.add);
  });

  it("gives a method that knows its object, when it is awaited in the place of being called", async () => {
    const { lazy } = lazyCounter();
    const add = await lazy.add;

    expect(await add()).toBe(2);
  });

  it("rejects with what loading it failed with", async () => {
    const lazy = createLazyObject<Counter>({}, () => Promise.reject(new Error("not installed")));

    await expect(lazy.add()).rejects.toThrow("not installed");
    await expect(lazy.current).rejects.toThrow("not installed");
    expect(await lazy.current.catch((error: Error) => error.message)).toBe("not installed");
    await expect(lazy.current.finally(() => {})).rejects.toThrow("not installed");
  });
});
