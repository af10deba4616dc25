import type { StateAdapter } from "chat";
import { afterEach, beforeEach, expect, it } from "vitest";
import { describeOnEachStore, type OpenStore } from "../support/stores.js";
import { pause } from "./pause.js";

describeOnEachStore("what we rely on", ({ create }) => {
  let store: OpenStore;
  let state: StateAdapter;
  let other: StateAdapter;

  beforeEach(async () => {
    store = await create();
    state = store.state;
    other = await store.join();
  });
  afterEach(() => store.close());

  it("a key that was never set, or was deleted, is null", async () => {
    await state.set("deleted", "value");
    await state.delete("deleted");
    await state.delete("never set");

    expect([await state.get("deleted"), await state.get("never set")]).toEqual([null, null]);
  });

  it.each([
    ["text that looks like JSON", "123"],
    ["an empty text", ""],
    ["text of any script, quotes and a zero character", 'Grüße "日本" 👩‍💻 \u0000\n'],
    ["true", true],
    ["zero", 0],
    ["an object", { a: [1, null, { b: "c" }], d: false }],
  ])("%s comes back as it was, to every process", async (_what, value) => {
    await state.set("key", value);

    expect([await state.get("key"), await other.get("key")]).toEqual([value, value]);
  });

  it("of 50 processes that set a missing key at once, one does", async () => {
    const wins = await Promise.all(
      Array.from({ length: 25 }, () => [
        state.setIfNotExists("key", "one", 60_000),
        other.setIfNotExists("key", "other", 60_000),
      ]).flat(),
    );

    expect(wins.filter((isWin) => isWin)).toEqual([true]);
  });

  it("of 50 processes that set an expired key at once, one does", async () => {
    await state.set("key", "old", 1);
    await pause(20);
    const wins = await Promise.all(
      Array.from({ length: 25 }, () => [
        state.setIfNotExists("key", "one", 60_000),
        other.setIfNotExists("key", "other", 60_000),
      ]).flat(),
    );

    expect(wins.filter((isWin) => isWin)).toEqual([true]);
  });

  it("a value is there until its time is over", async () => {
    await state.set("short", "value", 1);
    await state.set("long", "value", 60_000);
    await pause(20);

    expect([await other.get("short"), await other.get("long")]).toEqual([null, "value"]);
  });

  it("a later value without an end does not inherit the earlier one's", async () => {
    await state.setIfNotExists("key", "lease", 1);
    await state.set("key", "for good");
    await pause(20);

    expect(await other.get("key")).toBe("for good");
  });

  it("a lock is held by one process until it gives it back", async () => {
    const lock = await state.acquireLock("lock", 60_000);
    const refused = await other.acquireLock("lock", 60_000);
    await other.releaseLock({ threadId: "lock", token: "another's", expiresAt: Date.now() + 60_000 });
    const stillRefused = await other.acquireLock("lock", 60_000);
    await state.releaseLock(lock ?? expect.fail("the lock was not free"));

    expect([refused, stillRefused, await other.acquireLock("lock", 60_000)]).toEqual([
      null,
      null,
      expect.objectContaining({ threadId: "lock" }),
    ]);
  });

  it("the lock of a process that died becomes free by itself", async () => {
    await state.acquireLock("lock", 1);
    await pause(20);

    expect(await other.acquireLock("lock", 60_000)).toMatchObject({ threadId: "lock" });
  });

  it("stores do not see each other's data", async () => {
    const elsewhere = await create();
    await elsewhere.state.set("key", "value");
    await elsewhere.close();

    expect(await state.get("key")).toBeNull();
  });
});
