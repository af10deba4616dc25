// Covers: src/credentials/installation-refresher.ts
// Covers: src/installations/shared-lock.ts

import { afterEach, describe, expect, it } from "vitest";
import type { Credential } from "../../src/credentials/auth.js";
import type { Reply, Respond } from "../oauth/token-server.js";
import {
  createTokenIssuer,
  DAY_MS,
  installed,
  ORGANIZATION,
  type Processes,
  renewed,
  startProcesses,
} from "./processes.js";

const LOCK = `linear:refresh:${ORGANIZATION}`;
const pairOf = (count: number): Credential => ({
  authorization: `Bearer access-${count}`,
  organizationId: ORGANIZATION,
});

let bot: Processes;

/** A bot whose token has expired. `meanwhile` runs while Linear holds the refresh request. */
async function startExpired(meanwhile?: () => Promise<Reply | undefined>): Promise<void> {
  const issue = createTokenIssuer();
  const respond: Respond = async (call) => (await meanwhile?.()) ?? issue(call);
  bot = await startProcesses(respond);
  await bot.installations.set(installed);
  bot.clock.advance(DAY_MS);
}

afterEach(() => bot.close());

const pause = (ms: number): Promise<undefined> => new Promise((resolve) => setTimeout(resolve, ms));

describe("one refresh at a time", () => {
  it("for 50 callers in one process", async () => {
    await startExpired();
    const source = bot.start();
    const credentials = await Promise.all(Array.from({ length: 50 }, () => source.getCredential(ORGANIZATION)));

    expect(credentials).toEqual(Array.from({ length: 50 }, () => pairOf(2)));
    expect([bot.linear.calls.length, bot.clock.sleeps]).toEqual([1, []]);
  });

  it("for 50 callers in each of two processes", async () => {
    await startExpired(() => pause(30));
    const sources = [bot.start(), bot.start()];
    const callers = sources.flatMap((source) => Array.from({ length: 50 }, () => source.getCredential(ORGANIZATION)));

    expect(await Promise.all(callers)).toEqual(Array.from({ length: 100 }, () => pairOf(2)));
    expect(bot.linear.calls).toHaveLength(1);
  });

  it("for two processes that Linear refused with the same token", async () => {
    await startExpired(() => pause(30));
    const sources = [bot.start(), bot.start()];

    expect(await Promise.all(sources.map((source) => source.reject(pairOf(1), ORGANIZATION)))).toEqual([true, true]);
    expect(bot.linear.calls).toHaveLength(1);
  });

  it("also when another process was done just before the lock was taken", async () => {
    await startExpired();
    const acquireLock = bot.state.acquireLock.bind(bot.state);
    bot.state.acquireLock = async (...lock) => {
      bot.state.acquireLock = acquireLock;
      await bot.installations.set(renewed(5, bot.clock.now()));
      return acquireLock(...lock);
    };

    expect(await bot.start().getCredential(ORGANIZATION)).toEqual(pairOf(5));
    expect(bot.linear.calls).toEqual([]);
  });

  it("but organizations do not wait for each other", async () => {
    await startExpired();
    await bot.installations.set({ ...installed, organizationId: "org-2", refreshToken: "refresh-20" });
    await bot.state.acquireLock(LOCK, 60_000);

    expect(await bot.start().getCredential("org-2")).toEqual({
      authorization: "Bearer access-21",
      organizationId: "org-2",
    });
  });

  it("and the lock is free afterwards, also after a failure", async () => {
    await startExpired();
    bot.linear.next({ status: 400, body: { error: "invalid_client" } });
    const source = bot.start();
    await source.getCredential(ORGANIZATION).catch(() => {});

    expect(await source.getCredential(ORGANIZATION)).toEqual(pairOf(2));
    expect(bot.clock.sleeps).toEqual([]);
  });
});

describe("a process that waits", () => {
  it("takes the pair that the other one stores, without asking Linear", async () => {
    await startExpired();
    await bot.state.acquireLock(LOCK, 60_000);
    const waiting = bot.start().getCredential(ORGANIZATION);
    await bot.installations.set(renewed(5, bot.clock.now()));

    expect(await waiting).toEqual(pairOf(5));
    expect(bot.linear.calls).toEqual([]);
  });

  it("goes on itself when the lock becomes free and nothing has changed", async () => {
    await startExpired();
    await bot.state.acquireLock(LOCK, 60_000);
    const waiting = bot.start().getCredential(ORGANIZATION);
    await pause(20);
    await bot.state.forceReleaseLock(LOCK);

    expect(await waiting).toEqual(pairOf(2));
  });

  it("gives up after 16 seconds", async () => {
    await startExpired();
    await bot.state.acquireLock(LOCK, 60_000);

    await expect(bot.start().getCredential(ORGANIZATION)).rejects.toMatchObject({
      code: "LINEAR_UNREACHABLE",
      facts: { organizationId: ORGANIZATION, reason: "lock held" },
    });
    expect(bot.clock.sleeps.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(16_000);
  });
});

describe("what happens in the store during a refresh has the last word", () => {
  it("a pair that another process rotated, when Linear says invalid_grant", async () => {
    await startExpired(async () => {
      await bot.installations.set(renewed(3, bot.clock.now()));
      return { status: 400, body: { error: "invalid_grant" } };
    });

    expect(await bot.start().getCredential(ORGANIZATION)).toEqual(pairOf(3));
    expect(await bot.installations.get(ORGANIZATION)).toEqual(renewed(3, bot.clock.now()));
  });

  it("a new installation", async () => {
    await startExpired(async () => {
      await bot.installations.set({ ...installed, accessToken: "access-9", refreshToken: "refresh-9" });
      return undefined;
    });

    expect(await bot.start().getCredential(ORGANIZATION)).toEqual(pairOf(9));
    expect(await bot.installations.get(ORGANIZATION)).toMatchObject({ refreshToken: "refresh-9" });
  });

  it("the removal of the app", async () => {
    await startExpired(async () => {
      await bot.installations.delete(ORGANIZATION);
      return undefined;
    });

    await expect(bot.start().getCredential(ORGANIZATION)).rejects.toMatchObject({ code: "INSTALLATION_NOT_FOUND" });
    expect(await bot.installations.get(ORGANIZATION)).toBeUndefined();
  });
});
