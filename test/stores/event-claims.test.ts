import type { StateAdapter } from "chat";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createEventClaims, type EventClaims } from "../../src/inbound/event-claims.js";
import { describeOnEachStore, type OpenStore } from "../support/stores.js";
import { pause } from "./pause.js";

/** A client for which lives are a thousandth of what they are asked to be: the lease of 30 s is one of 30 ms. */
function hasten(state: StateAdapter): StateAdapter {
  return Object.assign(Object.create(state), {
    set: (key: string, value: unknown, ttlMs: number) => state.set(key, value, ttlMs / 1_000),
    setIfNotExists: (key: string, value: unknown, ttlMs: number) => state.setIfNotExists(key, value, ttlMs / 1_000),
  });
}

/** Nobody waits for a lease to end. */
const IMPATIENT = { sleep: async () => {} };

describeOnEachStore("event claims", ({ create }) => {
  let store: OpenStore;
  let processes: readonly [EventClaims, EventClaims];
  let hasty: readonly [EventClaims, EventClaims];

  beforeEach(async () => {
    store = await create();
    const clients = [store.state, await store.join()] as const;
    processes = [createEventClaims(() => clients[0], IMPATIENT), createEventClaims(() => clients[1], IMPATIENT)];
    hasty = [
      createEventClaims(() => hasten(clients[0]), IMPATIENT),
      createEventClaims(() => hasten(clients[1]), IMPATIENT),
    ];
  });
  afterEach(() => store.close());

  it("an event that arrives 50 times at once in two processes is claimed once", async () => {
    const claims = await Promise.all(
      Array.from({ length: 25 }, () => processes.map((process) => process.claim("event"))).flat(),
    );

    expect(claims.filter((whose) => whose === "ours")).toEqual(["ours"]);
  });

  it("events do not get in each other's way", async () => {
    expect(await Promise.all(["one", "two"].map((key) => processes[0].claim(key)))).toEqual(["ours", "ours"]);
  });

  it("one whose process died is free for Linear's retry", async () => {
    await hasty[0].claim("event");
    await pause(100);

    expect(await processes[1].claim("event")).toBe("ours");
  });

  it("one that was answered is handled for longer than the lease", async () => {
    await hasty[0].claim("event");
    await hasty[0].confirm("event");
    await pause(100);

    expect(await processes[1].claim("event")).toBe("answered");
  });
});
