import type { StateAdapter } from "chat";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createIssueSessions, type IssueSessions } from "../../src/sessions/intake/issue-sessions.js";
import { describeOnEachStore, type OpenStore } from "../support/stores.js";

describeOnEachStore("the sessions of an issue", ({ create }) => {
  let store: OpenStore;
  let ours: IssueSessions;
  let theirs: IssueSessions;

  beforeEach(async () => {
    store = await create();
    const other = await store.join();
    ours = createIssueSessions(() => store.state);
    theirs = createIssueSessions(() => other);
  });
  afterEach(() => store.close());

  const first = { sessionId: "first", at: "2026-09-20T10:00:00.000Z" };
  const second = { sessionId: "second", at: "2026-09-20T10:05:00.000Z" };
  const again = { sessionId: "first", at: "2026-09-20T10:10:00.000Z" };

  it("are known to each process, the one that was last written in first", async () => {
    await ours.remember("issue", second);
    await theirs.remember("issue", again);
    await ours.remember("issue", first);

    expect([await ours.find("issue"), await theirs.find("another issue")]).toEqual([[again, second], []]);
  });

  it("end once for what was last written, though both processes hear of it", async () => {
    const ended = await Promise.all([ours.end(first), theirs.end(first)]);

    expect(ended.sort()).toEqual([false, true]);
    expect([await theirs.end(again), await ours.end(again)]).toEqual([true, false]);
  });

  it("end though the store's client repeats a command whose answer got lost", async () => {
    const repeating = createIssueSessions(() => repeatFirst(store.state));

    expect([await repeating.end(first), await theirs.end(first)]).toEqual([true, false]);
  });
});

/** A state whose client gets no answer to its first `setIfNotExists`, and sends it again. */
function repeatFirst(state: StateAdapter): StateAdapter {
  return new Proxy(state, {
    get: (target, name) => {
      if (name !== "setIfNotExists") return Reflect.get(target, name, target);
      return async (...args: Parameters<StateAdapter["setIfNotExists"]>) => {
        await target.setIfNotExists(...args);
        return await target.setIfNotExists(...args);
      };
    },
  });
}
