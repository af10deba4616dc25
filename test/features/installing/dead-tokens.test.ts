// Covers: src/credentials/installation-upkeep.ts
// Covers: src/inbound/with-identity.ts

import { createMemoryState } from "@chat-adapter/state-memory";
import type { StateAdapter } from "chat";
import type { LinearAdapterConfig, LinearInstallation } from "chat-adapter-linear";
import { type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { toInstallation } from "../../support/plain-bot.js";
import { startTestBot, type TestBot } from "../../support/test-bot.js";

let linear: LinearEmulator;
let state: StateAdapter;
let id: string;
let broken: unknown[];

beforeEach(async () => {
  linear = await startLinearEmulator({ app: { events: ["Comment"] } });
  state = createMemoryState();
  await state.connect();
  id = linear.organization.id;
  broken = [];
});
afterEach(() => linear.close());

async function startBot(options: Partial<LinearAdapterConfig> = {}): Promise<TestBot> {
  const { clientId, clientSecret } = linear.app;
  const bot = await startTestBot({
    linear,
    state,
    userName: "somebody-else",
    config: () =>
      ({
        clientId,
        clientSecret,
        onInstallationBroken: (event) => void broken.push(event),
        ...options,
      }) as LinearAdapterConfig,
    on: (chat) => {
      chat.onNewMention(async (thread) => void (await thread.post("Here I am")));
    },
  });
  onTestFinished(bot.close);
  return bot;
}

const recordKey = (organizationId: string): string => `linear:installation:${organizationId}`;

/** A record as `@chat-adapter/linear` leaves it, without the name of the app's user. */
async function storeRecord(changes: Partial<LinearInstallation> = {}): Promise<LinearInstallation> {
  const { scopes: _, ...record } = { ...toInstallation(linear.install()), ...changes };
  await state.set(recordKey(id), record);
  return record;
}

/** How two mentions are answered, one after the other. */
async function mentionTwice(bot: TestBot): Promise<unknown[]> {
  const issue = linear.createIssue();
  await linear.mention({ issue, text: "are you there?" });
  await bot.settled();
  await linear.mention({ issue, text: "and now?" });
  await bot.settled();
  return linear.deliveries().map(({ attempts }) => attempts.map(({ status }) => status));
}

describe("mentions in an organization whose tokens are dead", () => {
  it("are answered with 200 where the stored record has no name, and the host is told once", async () => {
    const { refreshToken } = await storeRecord({ expiresAt: 0 });
    linear.revokeToken(refreshToken ?? "");
    const bot = await startBot();

    expect(await mentionTwice(bot)).toEqual([[200], [200]]);
    expect(broken).toEqual([
      { organizationId: id, code: "TOKEN_REQUEST_FAILED", reason: "invalid_grant", brokenSince: expect.any(Number) },
    ]);
  });

  it("are answered with 200 where there is no refresh token either", async () => {
    const { accessToken } = await storeRecord({ refreshToken: undefined });
    linear.revokeToken(accessToken);
    const bot = await startBot();

    expect(await mentionTwice(bot)).toEqual([[200], [200]]);
    expect(bot.logger.at("error")).toEqual([expect.stringContaining("an access token that nothing renews")]);
  });

  it.each([
    ["damaged", { organizationId: 7 }],
    ["another organization's", { organizationId: "another" }],
    ["incomplete", { botUserId: undefined }],
  ])("are answered with 200 where the record is %s, since no retry would help", async (_case, changes) => {
    const record = await storeRecord();
    await state.set(recordKey(id), { ...record, ...changes });
    const bot = await startBot();

    expect(await mentionTwice(bot)).toEqual([[200], [200]]);
    expect(bot.logger.at("warn")).toEqual(expect.arrayContaining([expect.stringContaining("no key can open")]));
  });

  it("are put off where the key is missing, since the right one brings them back", async () => {
    await (await startBot({ encryptionKey: "0d".repeat(32) })).adapter.setInstallation(
      id,
      toInstallation(linear.install()),
    );
    const bot = await startBot({ encryptionKey: "4e".repeat(32) });
    await linear.mention({ issue: linear.createIssue(), text: "hello" });
    await bot.settled();

    expect(linear.deliveries()[0]?.attempts[0]).toMatchObject({ status: 503 });
  });
});

describe("the name of the app's user", () => {
  it("is kept with the record once Linear has told it, so that no other process asks", async () => {
    await storeRecord();
    const bot = await startBot();
    await mentionTwice(bot);
    const names = linear.requests().map(({ operationName }) => operationName);
    linear.clearRequests();
    await mentionTwice(await startBot());

    expect(names.filter((name) => name === "GetViewer")).toEqual(["GetViewer"]);
    expect(linear.requests().map(({ operationName }) => operationName)).not.toContain("GetViewer");
    expect(await bot.adapter.getInstallation(id)).toMatchObject({ appUserName: "helper" });
  });
});

describe("times that no calendar has", () => {
  it("as the time of the break are no RangeError", async () => {
    await storeRecord({ expiresAt: 0, brokenSince: 8.65e15 });
    const { adapter } = await startBot();

    await expect(adapter.withInstallation(id, () => adapter.getUser(linear.ada.id))).rejects.toMatchObject({
      code: "TOKEN_REQUEST_FAILED",
      facts: { organizationId: id, reason: "invalid_grant" },
    });
  });

  it.each([
    ["far ahead", Number.MAX_SAFE_INTEGER, 0],
    ["long ago", -Number.MAX_SAFE_INTEGER, 1],
  ])("as the end of an access token count as %s", async (_case, expiresAt, refreshes) => {
    await storeRecord({ expiresAt });
    const { adapter } = await startBot();

    expect(await adapter.withInstallation(id, () => adapter.getUser(linear.ada.id))).toMatchObject({ userName: "ada" });
    expect(linear.tokenRequests().map(({ grant }) => grant)).toHaveLength(refreshes);
  });
});

describe("refreshInstallations", () => {
  const refuse = (times: number) =>
    linear.injectFault({ on: "token", kind: "graphql-error", type: "invalid_grant", message: "no", times });

  it("tries a broken installation again, and takes the mark off when Linear has changed its mind", async () => {
    const { accessToken } = await storeRecord({ expiresAt: 0 });
    const { adapter, logger } = await startBot();
    await adapter.getInstallation(id);
    refuse(1);
    const first = await adapter.refreshInstallations();
    const marked = await adapter.getInstallation(id);
    const second = await adapter.refreshInstallations();
    const { brokenSince, ...revived } = (await adapter.getInstallation(id)) ?? expect.fail("it is gone");

    expect([first.live, first.failed.length, marked?.brokenSince]).toEqual([0, 1, expect.any(Number)]);
    expect([second, brokenSince, broken.length]).toEqual([{ live: 1, failed: [] }, undefined, 1]);
    expect(revived.accessToken).not.toBe(accessToken);
    expect(logger.at("info")).toEqual(expect.arrayContaining([expect.stringContaining("broken installation again")]));
  });

  it("leaves the mark as it is when Linear refuses again, and tells nobody twice", async () => {
    const { refreshToken } = await storeRecord({ expiresAt: 0 });
    linear.revokeToken(refreshToken ?? "");
    const { adapter } = await startBot();
    await adapter.getInstallation(id);
    await adapter.refreshInstallations();
    const marked = await adapter.getInstallation(id);
    const again = await adapter.refreshInstallations();

    expect([again.live, again.failed, await adapter.getInstallation(id), broken.length]).toEqual([
      0,
      [{ organizationId: id, error: expect.objectContaining({ code: "TOKEN_REQUEST_FAILED" }) }],
      marked,
      1,
    ]);
  });
});

describe("an organization that has left", () => {
  const listed = async (): Promise<unknown[]> => [...(await state.getList("linear:installations"))];
  const markOf = (organizationId: string): Promise<unknown> => state.get(`linear:installations:${organizationId}`);

  it.each(["refreshInstallations", "rotateInstallations"] as const)("goes from the list with %s", async (upkeep) => {
    const { adapter } = await startBot({ encryptionKey: "4e".repeat(32) });
    const other = linear.addOrganization();
    await adapter.setInstallation(id, toInstallation(linear.install()));
    await adapter.setInstallation(other.id, toInstallation(linear.install({ organization: other })));
    const before = await listed();
    await adapter.deleteInstallation(id);
    await adapter[upkeep]();

    expect([before, await listed(), await markOf(id)]).toEqual([[id, other.id], [other.id], null]);
  });

  it("is listed anew when it comes back, also when it was the only one", async () => {
    const { adapter } = await startBot();
    await adapter.setInstallation(id, toInstallation(linear.install()));
    await adapter.deleteInstallation(id);
    const alone = await adapter.refreshInstallations();
    await adapter.setInstallation(id, toInstallation(linear.install()));

    expect([alone, await adapter.refreshInstallations()]).toEqual([
      { live: 0, failed: [] },
      { live: 1, failed: [] },
    ]);
  });
});
