import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY_MS, installed, MINUTE_MS, ORGANIZATION, type Processes, renewed, startProcesses } from "./processes.js";

const pairOf = (count: number): object => ({ authorization: `Bearer access-${count}`, organizationId: ORGANIZATION });
const BEFORE_EXPIRY = DAY_MS - 4 * MINUTE_MS;

let bot: Processes;

beforeEach(async () => {
  bot = await startProcesses();
  await bot.installations.set(installed);
});

afterEach(() => bot.close());

describe("an installation", () => {
  it("gives its token while it lives, and says who we are", async () => {
    const source = bot.start();
    bot.clock.advance(DAY_MS - 6 * MINUTE_MS);

    expect([await source.getCredential(ORGANIZATION), await source.knownIdentity(ORGANIZATION)]).toEqual([
      pairOf(1),
      { organizationId: ORGANIZATION, userId: installed.botUserId, displayName: "helper", actor: "app" },
    ]);
    expect(bot.linear.calls).toEqual([]);
  });

  it("of @chat-adapter/linear, plain and without our additions, is used as it is", async () => {
    const { scopes: _scopes, appUserName: _name, ...record } = installed;
    await bot.state.set(`linear:installation:${ORGANIZATION}`, record);

    expect([await bot.start().getCredential(ORGANIZATION), await bot.start().knownIdentity(ORGANIZATION)]).toEqual([
      pairOf(1),
      { organizationId: ORGANIZATION, userId: installed.botUserId, displayName: undefined, actor: "app" },
    ]);
  });

  it("without a refresh token is used until Linear refuses it", async () => {
    const { refreshToken: _, ...lasting } = installed;
    await bot.installations.set(lasting);
    bot.clock.advance(2 * DAY_MS);
    const source = bot.start();
    const credential = await source.getCredential(ORGANIZATION);

    expect([credential, await source.reject(credential, ORGANIZATION)]).toEqual([pairOf(1), false]);
  });

  it("that is new replaces the old one at the next call", async () => {
    const source = bot.start();
    await source.getCredential(ORGANIZATION);
    await bot.installations.set({ ...installed, accessToken: "access-7" });

    expect(await source.getCredential(ORGANIZATION)).toEqual(pairOf(7));
  });

  it("is needed: an unknown organization is told to install the app", async () => {
    await expect(bot.start().getCredential("org-9")).rejects.toMatchObject({
      code: "INSTALLATION_NOT_FOUND",
      facts: { organizationId: "org-9" },
    });
    expect(await bot.start().knownIdentity("org-9")).toBeUndefined();
  });

  it("cannot be found without an organization, and the error says how to name it", async () => {
    await expect(bot.start().getCredential(undefined)).rejects.toMatchObject({
      code: "ORGANIZATION_UNKNOWN",
      message: expect.stringContaining("withInstallation(organizationId, …)"),
    });
    expect(await bot.start().knownIdentity(undefined)).toBeUndefined();
  });
});

describe("a refresh", () => {
  it("comes five minutes before the token expires, and its pair is stored", async () => {
    bot.clock.advance(BEFORE_EXPIRY);

    expect([
      await bot.start().getCredential(ORGANIZATION),
      await bot.installations.get(ORGANIZATION),
      bot.linear.calls.map((call) => call.form),
    ]).toEqual([
      pairOf(2),
      renewed(2, bot.clock.now()),
      [
        {
          grant_type: "refresh_token",
          client_id: "client-1",
          client_secret: "client-secret-1",
          refresh_token: "refresh-1",
        },
      ],
    ]);
  });

  it("whose pair cannot be stored gives no token: a pair that only this process knows would be lost", async () => {
    const source = bot.start();
    bot.clock.advance(BEFORE_EXPIRY);
    bot.state.set = async () => {
      throw new Error("the state is down");
    };

    await expect(source.getCredential(ORGANIZATION)).rejects.toThrow("the state is down");
    expect(await bot.installations.get(ORGANIZATION)).toEqual(installed);
  });

  it("comes after a 401, once, and calls that were refused too late take its result", async () => {
    const source = bot.start();
    const refused = await source.getCredential(ORGANIZATION);
    const worthATry = await Promise.all(Array.from({ length: 50 }, () => source.reject(refused, ORGANIZATION)));
    const lateComer = await source.reject(refused, undefined);

    expect([new Set(worthATry), lateComer, await source.getCredential(ORGANIZATION)]).toEqual([
      new Set([true]),
      true,
      pairOf(2),
    ]);
    expect(bot.linear.calls).toHaveLength(1);
  });

  it("whose answer was lost is repeated with the same token, and yields the replacement", async () => {
    bot.clock.advance(BEFORE_EXPIRY);
    bot.linear.next({ kind: "drop" });

    expect(await bot.start().getCredential(ORGANIZATION)).toEqual(pairOf(2));
    expect(bot.linear.calls.map((call) => call.form.refresh_token)).toEqual(["refresh-1", "refresh-1"]);
  });

  it("keeps the refresh token when Linear gives no other", async () => {
    bot.clock.advance(BEFORE_EXPIRY);
    bot.linear.next({ status: 200, body: { access_token: "access-2", expires_in: 86_399 } });
    await bot.start().getCredential(ORGANIZATION);

    expect(await bot.installations.get(ORGANIZATION)).toEqual({
      ...renewed(2, bot.clock.now()),
      refreshToken: "refresh-1",
    });
  });

  it("that fails leaves the old token in use while it lives, with a try every 30 seconds", async () => {
    bot.clock.advance(BEFORE_EXPIRY);
    bot.linear.next({ status: 503 }, { status: 503 }, { status: 503 });
    const source = bot.start();
    const duringFailure = await source.getCredential(ORGANIZATION);
    const duringPause = await source.getCredential(ORGANIZATION);
    const callsSoFar = bot.linear.calls.length;
    bot.clock.advance(30_000);

    expect([duringFailure, duringPause, callsSoFar, await source.getCredential(ORGANIZATION)]).toEqual([
      pairOf(1),
      pairOf(1),
      3,
      pairOf(2),
    ]);
    expect(bot.log.filter((entry) => entry.level === "warn")).toHaveLength(1);
  });

  it("that fails after the token has expired fails the call", async () => {
    bot.clock.advance(DAY_MS);
    bot.linear.next({ status: 503 }, { status: 503 }, { status: 503 });

    await expect(bot.start().getCredential(ORGANIZATION)).rejects.toMatchObject({ code: "LINEAR_UNREACHABLE" });
  });

  it("that fails after a 401 says why, since the old token is no way out", async () => {
    const source = bot.start();
    const refused = await source.getCredential(ORGANIZATION);
    bot.linear.next({ status: 400, body: { error: "invalid_client" } });

    await expect(source.reject(refused, ORGANIZATION)).rejects.toMatchObject({
      code: "TOKEN_REQUEST_FAILED",
      facts: { grant: "refresh_token", status: 400, reason: "invalid_client" },
    });
  });

  it("that Linear refuses for good asks for a new installation, and marks the old one but keeps it", async () => {
    bot.clock.advance(DAY_MS);
    bot.linear.next({ status: 400, body: { error: "invalid_grant" } });

    await expect(bot.start().getCredential(ORGANIZATION)).rejects.toMatchObject({
      code: "TOKEN_REQUEST_FAILED",
      facts: { grant: "refresh_token", status: 400, reason: "invalid_grant" },
      message: expect.stringContaining("the organization must install the app again"),
    });
    expect(await bot.installations.get(ORGANIZATION)).toEqual({
      ...installed,
      brokenSince: bot.clock.now().getTime(),
    });
  });
});

it("asks functions for the app's id and secret each time, with the organization", async () => {
  bot.clock.advance(BEFORE_EXPIRY);
  const source = bot.start({
    kind: "app",
    clientId: (organizationId) => `client-of-${organizationId}`,
    clientSecret: async (organizationId) => `secret-of-${organizationId}`,
  });
  await source.getCredential(ORGANIZATION);

  expect(bot.linear.calls[0]?.form).toMatchObject({
    client_id: `client-of-${ORGANIZATION}`,
    client_secret: `secret-of-${ORGANIZATION}`,
  });
});
