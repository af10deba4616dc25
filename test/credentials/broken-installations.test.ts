// Covers: src/credentials/broken-installation.ts

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Reply } from "../oauth/token-server.js";
import { DAY_MS, installed, MINUTE_MS, ORGANIZATION, type Processes, startProcesses } from "./processes.js";

const REFUSED: Reply = { status: 400, body: { error: "invalid_grant" } };
const isBroken = {
  code: "TOKEN_REQUEST_FAILED",
  facts: expect.objectContaining({ grant: "refresh_token", reason: "invalid_grant" }),
};
const codeOf = (error: { code?: unknown }): unknown => error.code;

let bot: Processes;

beforeEach(async () => {
  bot = await startProcesses();
  await bot.installations.set(installed);
});

afterEach(() => bot.close());

describe("a refresh token that Linear refuses for good", () => {
  it("marks the installation and is reported once, by whichever process was first", async () => {
    bot.clock.advance(DAY_MS);
    bot.linear.next(REFUSED);
    const calls = Array.from({ length: 5 }, () => bot.start().getCredential(ORGANIZATION).catch(codeOf));
    const brokenSince = bot.clock.now().getTime();

    expect(await Promise.all(calls)).toEqual(Array.from({ length: 5 }, () => "TOKEN_REQUEST_FAILED"));
    expect([bot.broken, await bot.installations.get(ORGANIZATION)]).toEqual([
      [{ organizationId: ORGANIZATION, code: "TOKEN_REQUEST_FAILED", reason: "invalid_grant", brokenSince }],
      { ...installed, brokenSince },
    ]);
    expect(bot.linear.calls).toHaveLength(1);
  });

  it("is not sent again: later calls fail at once and say what to do", async () => {
    bot.clock.advance(DAY_MS);
    bot.linear.next(REFUSED);
    await bot.start().getCredential(ORGANIZATION).catch(codeOf);
    bot.clock.advance(DAY_MS);

    await expect(bot.start().getCredential(ORGANIZATION)).rejects.toMatchObject({
      ...isBroken,
      message: `Linear refused the refresh token of organization ${ORGANIZATION} for good on 2026-09-02T11:59:59.000Z; the organization must install the app again`,
    });
    await expect(
      bot.start().reject({ authorization: "Bearer access-1", organizationId: ORGANIZATION }, ORGANIZATION),
    ).rejects.toMatchObject(isBroken);
    expect([bot.linear.calls.length, bot.broken.length]).toEqual([1, 1]);
  });

  it("leaves the access token in use while that lives", async () => {
    bot.clock.advance(DAY_MS - 4 * MINUTE_MS);
    bot.linear.next(REFUSED);
    const source = bot.start();
    const [atFirst, later] = [await source.getCredential(ORGANIZATION), await bot.start().getCredential(ORGANIZATION)];
    bot.clock.advance(4 * MINUTE_MS);

    expect([atFirst.authorization, later.authorization]).toEqual(["Bearer access-1", "Bearer access-1"]);
    await expect(source.getCredential(ORGANIZATION)).rejects.toMatchObject(isBroken);
    expect(bot.linear.calls).toHaveLength(1);
  });

  it("is forgotten with a new installation", async () => {
    bot.clock.advance(DAY_MS);
    bot.linear.next(REFUSED);
    const source = bot.start();
    await source.getCredential(ORGANIZATION).catch(codeOf);
    await bot.installations.set({
      ...installed,
      accessToken: "access-7",
      expiresAt: bot.clock.now().getTime() + DAY_MS,
    });

    expect(await source.getCredential(ORGANIZATION)).toEqual({
      authorization: "Bearer access-7",
      organizationId: ORGANIZATION,
    });
  });
});

describe("other failures prove nothing", () => {
  it.each<[string, Reply[]]>([
    ["a client that Linear does not know", [{ status: 401, body: { error: "invalid_client" } }]],
    ["an answer of an unknown kind", [{ status: 400, body: { error: "something" } }]],
    ["a token endpoint that is down", [{ status: 503 }, { status: 503 }, { status: 503 }]],
    ["connections that are cut", [{ kind: "drop" }, { kind: "drop" }, { kind: "drop" }]],
  ])("%s", async (_case, replies) => {
    bot.clock.advance(DAY_MS);
    bot.linear.next(...replies);
    const source = bot.start();
    await source.getCredential(ORGANIZATION).catch(codeOf);
    const stored = await bot.installations.get(ORGANIZATION);

    expect([stored, bot.broken]).toEqual([installed, []]);
    expect(await source.getCredential(ORGANIZATION)).toMatchObject({ authorization: "Bearer access-2" });
  });
});

it("a process that waits for the one that finds the installation broken fails with it", async () => {
  bot.clock.advance(DAY_MS);
  const lock = await bot.state.acquireLock(`linear:refresh:${ORGANIZATION}`, DAY_MS);
  const waiting = bot.start().getCredential(ORGANIZATION);
  await bot.installations.set({ ...installed, brokenSince: bot.clock.now().getTime() });

  expect(lock).not.toBeNull();
  await expect(waiting).rejects.toMatchObject(isBroken);
});
