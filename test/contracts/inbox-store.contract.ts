import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { InboxStore } from "../../src/inbox/store/inbox-store.js";

const LEASE_MS = 30_000;
const failure = { reason: "it threw", stack: "Error: it threw\n    at handler" };

/** What gateways and workers need of any place where deliveries lie. `open` gives an empty one. */
export function describeInboxStore(title: string, open: () => Promise<InboxStore>): void {
  const openWith = async (...keys: string[]): Promise<InboxStore> => {
    const store = await open();
    for (const key of keys) await store.append(toDelivery(key));
    return store;
  };

  describe(`an inbox in ${title}`, () => {
    it("gives what was stored, with its body as it came", async () => {
      const store = await open();
      const body = '{"text":"ä \\u0001 \\" 🙂"}';
      await store.append({ key: "k", lane: "l", body, deliveryId: "d" });

      expect(await store.take("l", "me", LEASE_MS)).toEqual({
        kind: "entry",
        entry: {
          key: "k",
          lane: "l",
          body,
          deliveryId: "d",
          receivedAt: expect.any(Date),
          notBefore: expect.any(Date),
          begun: 1,
          failed: 0,
        },
      });
    });

    it("stores one event once, also when it is over", async () => {
      const store = await openWith("a.1");
      const again = await store.append(toDelivery("a.1"));
      await finish(store, "a");

      expect([again, await store.append(toDelivery("a.1")), await store.take("a", "me", LEASE_MS)]).toEqual([
        "known",
        "known",
        { kind: "empty" },
      ]);
    });

    it("gives the entries of a lane one after the other, in their order", async () => {
      const store = await openWith("a.1", "a.2", "a.3");

      expect([await finish(store, "a"), await finish(store, "a"), await finish(store, "a")]).toEqual([
        "a.1",
        "a.2",
        "a.3",
      ]);
    });

    it("lets one work in a lane, and others in others", async () => {
      const store = await openWith("a.1", "a.2", "b.1");
      await store.take("a", "me", LEASE_MS);

      expect([await store.take("a", "other", LEASE_MS), await keyOf(store, "b")]).toEqual([{ kind: "held" }, "b.1"]);
    });

    it("gives an entry to one of many who ask at the same time", async () => {
      const store = await openWith("a.1", "a.2");
      const holders = ["one", "two", "three", "four", "five", "six", "seven", "eight"];
      const taken = await Promise.all(holders.map((holder) => store.take("a", holder, LEASE_MS)));

      expect(taken.map(({ kind }) => kind).sort()).toEqual(["entry", ...Array(7).fill("held")]);
    });

    it("keeps the order of deliveries that come while their lane is emptied", async () => {
      const store = await open();
      const keys = Array.from({ length: 40 }, (_, index) => `a.${index + 10}`);
      const storing = keys.reduce((before, key) => before.then(() => store.append(toDelivery(key))), done());
      const taken = await drain(store, "a", keys.length);
      await storing;

      expect(taken).toEqual(keys);
    });

    it("gives an entry again when nobody holds it any more, and tells how often it was begun", async () => {
      const store = await openWith("a.1");
      await store.take("a", "dead", 20);
      await sleep(60);

      expect(await store.take("a", "me", LEASE_MS)).toMatchObject({ entry: { key: "a.1", begun: 2, failed: 0 } });
    });

    it("lets whoever renews go on, and nobody else", async () => {
      const store = await openWith("a.1");
      await store.take("a", "me", 40);
      const renewed = await store.renew({ key: "a.1", holder: "me" }, LEASE_MS);
      await sleep(80);

      expect([renewed, await store.renew({ key: "a.1", holder: "other" }, 1), await store.take("a", "you", 1)]).toEqual(
        [true, false, { kind: "held" }],
      );
    });

    it("does not listen to somebody who has lost an entry", async () => {
      const store = await openWith("a.1");
      const late = { key: "a.1", holder: "late" };
      await store.take("a", "late", 20);
      await sleep(60);
      await store.take("a", "me", LEASE_MS);
      const heard = [
        await store.renew(late, LEASE_MS),
        await store.done(late),
        await store.failed(late, failure, 0),
        await store.bury(late, failure),
        await store.putBack(late),
      ];

      expect([heard, await store.done({ key: "a.1", holder: "me" })]).toEqual([Array(5).fill(false), true]);
    });

    it("holds a lane back behind what has failed, and gives that again first", async () => {
      const store = await openWith("a.1", "a.2");
      await store.take("a", "me", LEASE_MS);
      await store.failed({ key: "a.1", holder: "me" }, failure, 80);
      const soon = await store.take("a", "me", LEASE_MS);
      await sleep(160);

      expect([soon, await store.take("a", "me", LEASE_MS)]).toMatchObject([
        { kind: "later", inMs: expect.any(Number) },
        { entry: { key: "a.1", begun: 2, failed: 1 } },
      ]);
    });

    it("buries an entry with its reason, and the lane goes on", async () => {
      const store = await openWith("a.1", "a.2");
      await store.take("a", "me", LEASE_MS);
      await store.bury({ key: "a.1", holder: "me" }, failure);

      expect([await keyOf(store, "a"), await store.list({ state: "dead" })]).toMatchObject([
        "a.2",
        [{ key: "a.1", lane: "a", body: "body of a.1", ...failure, diedAt: expect.any(Date) }],
      ]);
    });

    it("does not count a taking that was put back", async () => {
      const store = await openWith("a.1");
      await store.take("a", "me", LEASE_MS);
      await store.putBack({ key: "a.1", holder: "me" });

      expect(await store.take("a", "me", LEASE_MS)).toMatchObject({ entry: { begun: 1, failed: 0 } });
    });

    it("names the lanes that wait for somebody", async () => {
      const store = await openWith("a.1", "b.1", "c.1", "d.1", "a.2");
      await finish(store, "b");
      await store.take("c", "me", LEASE_MS);
      await store.take("d", "me", LEASE_MS);
      await store.failed({ key: "d.1", holder: "me" }, failure, LEASE_MS);

      expect(await store.ready(10)).toEqual(["a"]);
    });

    it("names a lane again whose holder has died, or has waited long enough", async () => {
      const store = await openWith("a.1", "b.1", "c.1");
      await store.take("a", "dead", 20);
      await store.take("b", "me", LEASE_MS);
      await store.failed({ key: "b.1", holder: "me" }, failure, 20);
      await store.take("c", "me", LEASE_MS);
      await sleep(60);

      expect((await store.ready(10)).sort()).toEqual(["a", "b"]);
    });

    it("lists and shows what waits", async () => {
      const store = await openWith("a.1", "b.1", "a.2");
      const keysOf = async (query: { lane?: string; limit?: number }): Promise<string[]> =>
        (await store.list({ state: "waiting", ...query })).map(({ key }) => key);

      expect([await keysOf({}), await keysOf({ lane: "a" }), await keysOf({ limit: 2 })]).toEqual([
        ["a.1", "b.1", "a.2"],
        ["a.1", "a.2"],
        ["a.1", "b.1"],
      ]);
      expect(await store.show("b.1")).toMatchObject({ state: "waiting", key: "b.1", lane: "b" });
      expect(await store.show("nothing")).toBeUndefined();
    });

    it("replays a dead letter at its old place, with all its tries", async () => {
      const store = await openWith("a.1", "a.2");
      await store.take("a", "me", LEASE_MS);
      await store.bury({ key: "a.1", holder: "me" }, failure);
      const replayed = await store.replay("a.1");

      expect([replayed, await store.replay("a.1"), await store.list({ state: "dead" })]).toEqual([true, false, []]);
      expect(await store.take("a", "me", LEASE_MS)).toMatchObject({ entry: { key: "a.1", begun: 1, failed: 0 } });
    });

    it("does not run a replayed dead letter beside what its lane is busy with", async () => {
      const store = await openWith("a.1", "a.2");
      await store.take("a", "me", LEASE_MS);
      await store.bury({ key: "a.1", holder: "me" }, failure);
      await store.take("a", "me", LEASE_MS);
      await store.replay("a.1");

      expect([await store.take("a", "other", LEASE_MS), await store.ready(10)]).toEqual([{ kind: "held" }, []]);
    });

    it("drops what waits and what is dead, and knows it when it comes again", async () => {
      const store = await openWith("a.1", "a.2");
      await store.take("a", "me", LEASE_MS);
      await store.bury({ key: "a.1", holder: "me" }, failure);
      const dropped = [await store.drop("a.1"), await store.drop("a.2"), await store.drop("a.2")];

      expect([dropped, await store.append(toDelivery("a.2")), await store.take("a", "me", LEASE_MS)]).toEqual([
        [true, true, false],
        "known",
        { kind: "empty" },
      ]);
    });

    it("forgets what is over and what is dead after their times, and nothing else", async () => {
      const store = await openWith("a.1", "b.1", "c.1");
      await finish(store, "a");
      await store.take("b", "me", LEASE_MS);
      await store.bury({ key: "b.1", holder: "me" }, failure);
      await sleep(20);
      const early = await store.purge({ doneMs: LEASE_MS, deadMs: LEASE_MS });
      const purged = await store.purge({ doneMs: 1, deadMs: 1 });

      expect([early, purged, await store.show("b.1"), await store.append(toDelivery("a.1"))]).toEqual([
        0,
        2,
        undefined,
        "stored",
      ]);
      expect(await store.show("c.1")).toMatchObject({ key: "c.1" });
    });

    it("gives nothing while it is paused, and stores all the same", async () => {
      const store = await openWith("a.1");
      await store.pause();
      const paused = await store.take("a", "me", LEASE_MS);
      const stored = await store.append(toDelivery("a.2"));
      await store.resume();

      expect([paused, stored, await keyOf(store, "a")]).toEqual([{ kind: "paused" }, "stored", "a.1"]);
    });

    it("counts what it holds", async () => {
      const store = await openWith("a.1", "a.2", "b.1", "c.1");
      await store.take("b", "me", LEASE_MS);
      await store.bury({ key: "b.1", holder: "me" }, failure);
      await store.take("a", "me", LEASE_MS);
      await finish(store, "c");

      expect(await store.stats()).toEqual({
        waiting: 2,
        running: 1,
        dead: 1,
        lanes: 1,
        oldestMs: expect.any(Number),
        isPaused: false,
      });
    });
  });
}

const toDelivery = (key: string) => ({
  key,
  lane: key.split(".")[0] ?? "",
  body: `body of ${key}`,
  deliveryId: undefined,
});

const done = (): Promise<unknown> => Promise.resolve();

async function keyOf(store: InboxStore, lane: string): Promise<string> {
  const taken = await store.take(lane, `holder of ${lane}`, LEASE_MS);
  return taken.kind === "entry" ? taken.entry.key : taken.kind;
}

/** Takes the next entry of a lane and is done with it. */
async function finish(store: InboxStore, lane: string): Promise<string> {
  const key = await keyOf(store, lane);
  await store.done({ key, holder: `holder of ${lane}` });
  return key;
}

/** Takes so many entries of a lane, which may still be coming. */
async function drain(store: InboxStore, lane: string, count: number): Promise<string[]> {
  const taken: string[] = [];
  while (taken.length < count) {
    const key = await finish(store, lane);
    if (key !== "empty") taken.push(key);
  }
  return taken;
}
