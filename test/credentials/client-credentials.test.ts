import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LinearAuth } from "../../src/credentials/auth.js";
import { MINUTE_MS, ORGANIZATION, type Processes, startProcesses } from "./processes.js";

const LIFETIME_MS = 2_591_999_000;
const auth: LinearAuth = {
  kind: "client-credentials",
  clientId: "client-1",
  clientSecret: "client-secret-1",
  scopes: ["write", "read", "write"],
};
const appToken = (count: number): object => ({ authorization: `Bearer app-${count}`, organizationId: undefined });

let bot: Processes;

beforeEach(async () => {
  bot = await startProcesses();
});

afterEach(() => bot.close());

describe("the app token", () => {
  it("is asked for once by 50 callers at the same time, with the scopes as configured", async () => {
    const source = bot.start(auth);
    const credentials = await Promise.all(Array.from({ length: 50 }, () => source.getCredential(ORGANIZATION)));

    expect(credentials).toEqual(Array.from({ length: 50 }, () => appToken(1)));
    expect(bot.linear.calls.map((call) => call.form)).toEqual([
      {
        grant_type: "client_credentials",
        client_id: "client-1",
        client_secret: "client-secret-1",
        scope: "write,read",
      },
    ]);
  });

  it("is kept until an hour before it expires, then renewed", async () => {
    const source = bot.start(auth);
    await source.getCredential(undefined);
    bot.clock.advance(LIFETIME_MS - 61 * MINUTE_MS);
    const before = await source.getCredential(undefined);
    bot.clock.advance(2 * MINUTE_MS);

    expect([before, await source.getCredential(undefined)]).toEqual([appToken(1), appToken(2)]);
  });

  it("with a short life is kept for nine tenths of it", async () => {
    const shortLived = { access_token: "short", expires_in: 1_000 };
    bot.linear.next({ status: 200, body: shortLived });
    const source = bot.start(auth);
    await source.getCredential(undefined);
    bot.clock.advance(899_000);
    const before = await source.getCredential(undefined);
    bot.clock.advance(2_000);

    expect([before.authorization, (await source.getCredential(undefined)).authorization]).toEqual([
      "Bearer short",
      "Bearer app-1",
    ]);
  });

  it("is used to its end while it cannot be renewed, with a try every 30 seconds", async () => {
    const source = bot.start(auth);
    await source.getCredential(undefined);
    bot.clock.advance(LIFETIME_MS - MINUTE_MS);
    bot.linear.next({ status: 503 }, { status: 503 }, { status: 503 });
    const duringFailure = await source.getCredential(undefined);
    const duringPause = await source.getCredential(undefined);
    const callsSoFar = bot.linear.calls.length;
    bot.clock.advance(30_000);

    expect([duringFailure, duringPause, callsSoFar, await source.getCredential(undefined)]).toEqual([
      appToken(1),
      appToken(1),
      4,
      appToken(2),
    ]);
  });

  it("is not used beyond its end", async () => {
    const source = bot.start(auth);
    await source.getCredential(undefined);
    bot.clock.advance(LIFETIME_MS);
    bot.linear.next({ status: 503 }, { status: 503 }, { status: 503 });

    await expect(source.getCredential(undefined)).rejects.toMatchObject({ code: "LINEAR_UNREACHABLE" });
  });
});

describe("a 401", () => {
  it("replaces the token once, however many calls were refused with it", async () => {
    const source = bot.start(auth);
    const refused = await source.getCredential(undefined);
    const worthATry = await Promise.all(Array.from({ length: 50 }, () => source.reject(refused, undefined)));
    const successors = await Promise.all(Array.from({ length: 50 }, () => source.getCredential(undefined)));
    await source.reject(refused, undefined);

    expect([new Set(worthATry), successors]).toEqual([new Set([true]), Array.from({ length: 50 }, () => appToken(2))]);
    expect(await source.getCredential(undefined)).toEqual(appToken(2));
    expect(bot.linear.calls).toHaveLength(2);
  });

  it("lets the next caller try again after a failed request", async () => {
    const source = bot.start(auth);
    bot.linear.next({ status: 400, body: { error: "invalid_scope" } });

    await expect(source.getCredential(undefined)).rejects.toMatchObject({
      code: "TOKEN_REQUEST_FAILED",
      facts: { grant: "client_credentials", status: 400, reason: "invalid_scope" },
    });
    expect(await source.getCredential(undefined)).toEqual(appToken(1));
  });
});

it("asks functions for the app's id and secret each time, with the organization", async () => {
  const source = bot.start({
    ...auth,
    clientId: (organizationId) => `client-of-${organizationId}`,
    clientSecret: async (organizationId) => `secret-of-${organizationId}`,
  });
  await source.getCredential("org-1");

  expect(bot.linear.calls[0]?.form).toMatchObject({ client_id: "client-of-org-1", client_secret: "secret-of-org-1" });
});
