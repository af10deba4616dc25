// Covers: src/credentials/app-token-share.ts

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Credential, CredentialSource, LinearAuth } from "../../src/credentials/auth.js";
import { DAY_MS, MINUTE_MS, type Processes, startProcesses } from "./processes.js";

const LIFETIME_MS = 2_591_999_000;
const auth: Extract<LinearAuth, { kind: "client-credentials" }> = {
  kind: "client-credentials",
  clientId: "client-1",
  clientSecret: "client-secret-1",
  scopes: ["read", "write"],
};
const appToken = (count: number): Credential => ({ authorization: `Bearer app-${count}`, organizationId: undefined });
const ask = (sources: readonly CredentialSource[]): Promise<Credential[]> =>
  Promise.all(sources.map((source) => source.getCredential(undefined)));

let bot: Processes;

beforeEach(async () => {
  bot = await startProcesses();
});

afterEach(() => bot.close());

const startFleet = (size: number): CredentialSource[] => Array.from({ length: size }, () => bot.start(auth));
const keyOf = (scopes: string): string => `linear:app-token:${bot.linear.endpoints.token.host}:client-1:${scopes}`;

describe("the processes of a bot", () => {
  it("ask for one app token together when they start at the same time", async () => {
    expect(await ask(startFleet(8))).toEqual(Array.from({ length: 8 }, () => appToken(1)));
    expect(bot.linear.calls).toHaveLength(1);
  });

  it("take the token that one of them got before, whatever the order of their scopes", async () => {
    await ask(startFleet(1));
    const later = bot.start({ ...auth, scopes: ["write", "read"] });

    expect([await ask([later]), bot.linear.calls.length]).toEqual([[appToken(1)], 1]);
  });

  it("renew it once", async () => {
    const fleet = startFleet(4);
    await ask(fleet);
    bot.clock.advance(LIFETIME_MS - 59 * MINUTE_MS);

    expect(await ask(fleet)).toEqual(Array.from({ length: 4 }, () => appToken(2)));
    expect(bot.linear.calls).toHaveLength(2);
  });

  it("replace it once after each of them was refused with it", async () => {
    const fleet = startFleet(4);
    await ask(fleet);
    await Promise.all(fleet.map((source) => source.reject(appToken(1), undefined)));

    expect(await ask(fleet)).toEqual(Array.from({ length: 4 }, () => appToken(2)));
    expect(bot.linear.calls).toHaveLength(2);
  });

  it("do not replace a token that another one has replaced already", async () => {
    const [early, late] = [bot.start(auth), bot.start(auth)];
    await ask([early, late]);
    await early.reject(appToken(1), undefined);
    await ask([early]);
    await late.reject(appToken(1), undefined);

    expect(await ask([early, late])).toEqual([appToken(2), appToken(2)]);
    expect(bot.linear.calls).toHaveLength(2);
  });

  it("with other scopes have a token of their own", async () => {
    await ask(startFleet(1));

    expect(await ask([bot.start({ ...auth, scopes: ["read"] })])).toEqual([appToken(2)]);
  });

  it("of functions share by the client id that these give for an organization", async () => {
    const source = bot.start({ ...auth, clientId: (organizationId) => `client-of-${organizationId}` });
    const first = await source.getCredential("org-1");
    const second = await source.getCredential("org-2");

    expect([first, second, await source.getCredential("org-1")]).toEqual([appToken(1), appToken(2), appToken(1)]);
    expect(bot.linear.calls.map(({ form }) => form.client_id)).toEqual(["client-of-org-1", "client-of-org-2"]);
  });
});

describe("the shared token", () => {
  it("is sealed with the encryption key", async () => {
    await ask(startFleet(1));

    expect(await bot.state.get(keyOf("read,write"))).toEqual({
      accessToken: { v: 1, nonce: expect.any(String), data: expect.any(String) },
      expiresAt: bot.clock.now().getTime() + LIFETIME_MS,
      marginMs: 60 * MINUTE_MS,
    });
  });

  it("is replaced when it does not open, with a warning", async () => {
    await bot.state.set(keyOf("read,write"), {
      accessToken: { v: 1, nonce: "AAAAAAAAAAAAAAAA", data: Buffer.alloc(40).toString("base64") },
      expiresAt: null,
      marginMs: 0,
    });

    expect(await ask(startFleet(2))).toEqual([appToken(1), appToken(1)]);
    expect(bot.log.filter(({ level }) => level === "warn").map(({ message }) => message)).toContain(
      "The shared Linear app token cannot be decrypted: no key of the ring opens it, or it was changed or moved; another one takes its place",
    );
  });

  it("is replaced when somebody has planted one in the clear, since there is a key", async () => {
    await bot.state.set(keyOf("read,write"), { accessToken: "planted", expiresAt: 4_000_000_000_000, marginMs: 0 });

    expect(await ask(startFleet(2))).toEqual([appToken(1), appToken(1)]);
  });

  it.each([
    ["has expired", { accessToken: "old", expiresAt: 1, marginMs: 0 }],
    ["is something else", { accessToken: "old", expiresAt: 4_000_000_000_000 }],
    ["is no object", "old"],
  ])("is replaced when it %s", async (_case, record) => {
    await bot.state.set(keyOf("read,write"), record);

    expect(await ask(startFleet(1))).toEqual([appToken(1)]);
  });
});

describe("trouble", () => {
  it("at Linear when the bot starts fails the call only: the next one asks again", async () => {
    const source = bot.start(auth);
    bot.linear.next({ status: 503 }, { status: 503 }, { status: 503 });

    await expect(source.getCredential(undefined)).rejects.toMatchObject({ code: "LINEAR_UNREACHABLE" });
    expect(await source.getCredential(undefined)).toEqual(appToken(1));
  });

  it("with the state leaves each process with a token of its own", async () => {
    bot.state.get = async () => {
      throw new Error("the state is down");
    };

    expect((await ask(startFleet(2))).map(({ authorization }) => authorization).toSorted()).toEqual([
      "Bearer app-1",
      "Bearer app-2",
    ]);
  });

  it("while writing costs the sharing, not the token", async () => {
    const source = bot.start(auth);
    bot.state.set = async (_key, value) => {
      throw new Error(`could not store ${JSON.stringify(value)}`);
    };

    expect([await source.getCredential(undefined), await source.getCredential(undefined)]).toEqual([
      appToken(1),
      appToken(1),
    ]);
    expect(bot.linear.calls).toHaveLength(1);
    expect(JSON.stringify(bot.log)).toContain("Could not share the Linear app token");
    expect(JSON.stringify(bot.log)).not.toMatch(/could not store|app-1/);
  });

  it("with a process that died while it held the lock delays the others only", async () => {
    await bot.state.acquireLock(`linear:app-token-lock:${bot.linear.endpoints.token.host}:client-1:read,write`, DAY_MS);
    const source = bot.start(auth);

    await expect(source.getCredential(undefined)).rejects.toMatchObject({
      code: "LINEAR_UNREACHABLE",
      message: expect.stringContaining("get an app token"),
    });
  });
});
