// Covers: src/adapter/installing/create-installations.ts
// Covers: src/credentials/installation-upkeep.ts

import { createMemoryState } from "@chat-adapter/state-memory";
import type { StateAdapter } from "chat";
import { createLinearAdapter, type LinearAdapter, type LinearAdapterMultiTenantConfig } from "chat-adapter-linear";
import { type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { encryptAsChatAdapter, hexKey } from "../../installations/fixtures.js";
import { startPlainBot, toInstallation } from "../../support/plain-bot.js";

const OLD = hexKey("0d");
const NEW = hexKey("4e");
const SEALED = { v: 1, nonce: expect.any(String), data: expect.any(String) };
const keyOf = (organizationId: string): string => `linear:installation:${organizationId}`;

let linear: LinearEmulator;
let state: StateAdapter;
let organizations: string[];

beforeAll(async () => {
  linear = await startLinearEmulator();
  organizations = [linear.organization.id, linear.addOrganization().id, linear.addOrganization().id];
});

afterAll(() => linear.close());

beforeEach(() => {
  state = createMemoryState();
});

type Options = Partial<LinearAdapterMultiTenantConfig>;

/** A process of the bot. */
async function start(options: Options = {}): Promise<LinearAdapter> {
  const { clientId, clientSecret, webhookSecret } = linear.app;
  const adapter = createLinearAdapter({ clientId, clientSecret, webhookSecret, apiUrl: linear.apiUrl, ...options });
  await startPlainBot(adapter, { state });
  return adapter;
}

const install = (organizationId: string): ReturnType<typeof toInstallation> =>
  toInstallation(linear.install({ organization: organizationId }));

/** All organizations install the app. */
async function startInstalled(options: Options): Promise<LinearAdapter> {
  const adapter = await start(options);
  await Promise.all(organizations.map((id) => adapter.setInstallation(id, install(id))));
  return adapter;
}

const readAll = (adapter: LinearAdapter): Promise<unknown[]> =>
  Promise.all(organizations.map((id) => adapter.getInstallation(id)));
const readRecords = (): Promise<unknown[]> => Promise.all(organizations.map((id) => state.get(keyOf(id))));

describe("rotateInstallations", () => {
  it.each([
    ["sealed with an older key", { encryptionKey: OLD }],
    ["plain", {}],
  ])("seals with the first key what is %s, so that the others can go", async (_how, before) => {
    const installed = await readAll(await startInstalled(before));
    const rotated = await (await start({ encryptionKey: [NEW, OLD] })).rotateInstallations();
    const after = await start({ encryptionKey: NEW });

    expect([rotated, await readAll(after)]).toEqual([{ sealed: 3, unchanged: 0, failed: [] }, installed]);
    expect(await readRecords()).toMatchObject(organizations.map(() => ({ accessToken: SEALED, refreshToken: SEALED })));
    expect(await after.rotateInstallations()).toEqual({ sealed: 0, unchanged: 3, failed: [] });
  });

  it("leaves out who has uninstalled the app, and what no key opens: that stays as it is", async () => {
    const [first = "", second = "", third = ""] = organizations;
    const adapter = await startInstalled({ encryptionKey: OLD });
    await adapter.deleteInstallation(first);
    await (await start({ encryptionKey: hexKey("77") })).setInstallation(second, install(second));
    const foreign = await state.get(keyOf(second));

    expect(await (await start({ encryptionKey: [NEW, OLD] })).rotateInstallations()).toEqual({
      sealed: 1,
      unchanged: 0,
      failed: [{ organizationId: second, error: expect.objectContaining({ code: "INSTALLATION_UNREADABLE" }) }],
    });
    expect(await state.get(keyOf(second))).toEqual(foreign);
    expect(await (await start({ encryptionKey: NEW })).getInstallation(third)).not.toBeNull();
  });

  it("knows records of @chat-adapter/linear once they have been read", async () => {
    const [first = ""] = organizations;
    const installation = install(first);
    await (await start()).getInstallation(first);
    await state.set(keyOf(first), {
      ...installation,
      accessToken: encryptAsChatAdapter(installation.accessToken, OLD, Buffer.alloc(12, 1)),
      refreshToken: encryptAsChatAdapter(installation.refreshToken ?? "", OLD, Buffer.alloc(12, 2)),
    });
    const adapter = await start({ encryptionKey: [NEW, OLD] });
    const unread = await adapter.rotateInstallations();
    await adapter.getInstallation(first);

    expect([unread.sealed, (await adapter.rotateInstallations()).sealed]).toEqual([0, 1]);
    expect(await (await start({ encryptionKey: NEW })).getInstallation(first)).toEqual(installation);
  });

  it("waits for a refresh of the same installation, so that none is lost", async () => {
    const [first = ""] = organizations;
    const adapter = await start({ encryptionKey: [NEW, OLD] });
    await (await start({ encryptionKey: OLD })).setInstallation(first, { ...install(first), expiresAt: 0 });
    const [refreshed, rotated] = await Promise.all([
      adapter.refreshInstallation((await adapter.getInstallation(first)) ?? install(first)),
      adapter.rotateInstallations(),
    ]);

    expect([rotated.failed, await (await start({ encryptionKey: NEW })).getInstallation(first)]).toEqual([
      [],
      refreshed,
    ]);
  });

  it("is the provider's business where there is one", async () => {
    const rows = new Map();
    const adapter = await start({
      installationProvider: {
        get: async (id) => rows.get(id),
        save: async (installation) => void rows.set(installation.organizationId, installation),
        delete: async (id) => void rows.delete(id),
      },
    });

    await expect(adapter.rotateInstallations()).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      facts: { option: "installationProvider" },
    });
  });
});

describe("a wrong key", () => {
  it("is named as the trouble by every call, and nothing is deleted", async () => {
    const [first = ""] = organizations;
    await startInstalled({ encryptionKey: OLD });
    const records = await readRecords();
    const adapter = await start({ encryptionKey: NEW });
    const isUnreadable = {
      code: "INSTALLATION_UNREADABLE",
      message: expect.stringContaining("Configure the key it was sealed with"),
    };

    await expect(adapter.getInstallation(first)).rejects.toMatchObject(isUnreadable);
    await expect(adapter.withInstallation(first, () => "never")).rejects.toMatchObject(isUnreadable);
    await expect(adapter.deleteInstallation(first, { revoke: true })).rejects.toMatchObject(isUnreadable);
    expect((await adapter.rotateInstallations()).failed).toHaveLength(3);
    expect(await readRecords()).toEqual(records);
  });
});

describe("refreshInstallations", () => {
  it("renews what is about to expire and leaves the rest alone", async () => {
    const [first = "", second = "", third = ""] = organizations;
    const adapter = await startInstalled({ encryptionKey: NEW });
    const idle = install(second);
    await adapter.setInstallation(second, { ...idle, expiresAt: Date.now() - 1_000 });
    const untouched = [await adapter.getInstallation(first), await adapter.getInstallation(third)];
    linear.clearRequests();
    const refreshed = await adapter.refreshInstallations();

    expect(refreshed).toEqual({ live: 3, failed: [] });
    expect(linear.tokenRequests().map(({ grant }) => grant)).toEqual(["refresh_token"]);
    expect([await adapter.getInstallation(first), await adapter.getInstallation(third)]).toEqual(untouched);
    expect((await adapter.getInstallation(second))?.refreshToken).not.toBe(idle.refreshToken);
  });

  it("says which ones are dead, and goes on with the others", async () => {
    const [first = "", second = ""] = organizations;
    const adapter = await startInstalled({ encryptionKey: NEW });
    const dead = install(first);
    await adapter.setInstallation(first, { ...dead, expiresAt: 0 });
    linear.revokeToken(dead.refreshToken ?? "");
    await adapter.deleteInstallation(second);

    expect(await adapter.refreshInstallations()).toEqual({
      live: 1,
      failed: [{ organizationId: first, error: expect.objectContaining({ code: "TOKEN_REQUEST_FAILED" }) }],
    });
  });
});
