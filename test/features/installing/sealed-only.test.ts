// Covers: src/installations/field-sealer.ts

import { createMemoryState } from "@chat-adapter/state-memory";
import type { StateAdapter } from "chat";
import { createLinearAdapter, type LinearAdapter, type LinearAdapterConfig } from "chat-adapter-linear";
import { type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { encryptAsChatAdapter, hexKey } from "../../installations/fixtures.js";
import { startPlainBot, toInstallation } from "../../support/plain-bot.js";

const KEY = hexKey("4e");
const OLD_KEY = hexKey("0d");
const isRefused = { code: "INSTALLATION_UNREADABLE", facts: { cause: "record" } };

let linear: LinearEmulator;
let state: StateAdapter;
let id: string;
let recordKey: string;

beforeEach(async () => {
  linear = await startLinearEmulator();
  state = createMemoryState();
  await state.connect();
  id = linear.organization.id;
  recordKey = `linear:installation:${id}`;
});
afterEach(() => linear.close());

async function start(options: Partial<LinearAdapterConfig> = {}): Promise<LinearAdapter> {
  const { clientId, clientSecret, webhookSecret } = linear.app;
  const config = { clientId, clientSecret, webhookSecret, apiUrl: linear.apiUrl, encryptionKey: KEY, ...options };
  const adapter = createLinearAdapter(config as LinearAdapterConfig);
  await startPlainBot(adapter, { state });
  return adapter;
}

const startStrict = (options: Partial<LinearAdapterConfig> = {}): Promise<LinearAdapter> =>
  start({ requireSealedInstallations: true, ...options });

const install = (organization: string = id) => toInstallation(linear.install({ organization }));

describe("with requireSealedInstallations", () => {
  it("what this adapter has sealed is read, with any key of the ring", async () => {
    const installation = install();
    await (await start({ encryptionKey: OLD_KEY })).setInstallation(id, installation);
    const adapter = await startStrict({ encryptionKey: [KEY, OLD_KEY] });

    expect(await adapter.getInstallation(id)).toEqual(installation);
    expect(await adapter.rotateInstallations()).toEqual({ sealed: 1, unchanged: 0, failed: [] });
  });

  it("tokens that somebody has planted in the clear are refused, and sealing again does not launder them", async () => {
    const adapter = await startStrict();
    await adapter.setInstallation(id, install());
    const planted = install();
    await state.set(recordKey, planted);

    await expect(adapter.getInstallation(id)).rejects.toMatchObject(isRefused);
    await expect(adapter.withInstallation(id, () => "never")).rejects.toMatchObject(isRefused);
    expect(await adapter.rotateInstallations()).toMatchObject({ sealed: 0, failed: [{ organizationId: id }] });
    expect(await adapter.refreshInstallations()).toMatchObject({ live: 0, failed: [{ organizationId: id }] });
    expect(await state.get(recordKey)).toEqual(planted);
  });

  it("one planted token beside a sealed one is refused as well", async () => {
    const adapter = await startStrict();
    await adapter.setInstallation(id, install());
    const sealed = await state.get<object>(recordKey);
    await state.set(recordKey, { ...sealed, refreshToken: install().refreshToken });

    await expect(adapter.getInstallation(id)).rejects.toMatchObject(isRefused);
  });

  it("a record of @chat-adapter/linear that was moved to another organization is refused", async () => {
    const other = linear.addOrganization().id;
    const theirs = install(other);
    await state.set(recordKey, {
      ...theirs,
      organizationId: id,
      accessToken: encryptAsChatAdapter(theirs.accessToken, KEY, Buffer.alloc(12, 1)),
      refreshToken: encryptAsChatAdapter(theirs.refreshToken ?? "", KEY, Buffer.alloc(12, 2)),
    });
    const [lenient, strict] = [await start(), await startStrict()];

    expect(await lenient.getInstallation(id)).toMatchObject({ accessToken: theirs.accessToken });
    await expect(strict.getInstallation(id)).rejects.toMatchObject(isRefused);
  });

  it("a new installation takes the place of a planted one, and a deletion removes it", async () => {
    const adapter = await startStrict();
    const [planted, own] = [install(), install()];
    await state.set(recordKey, planted);
    await adapter.setInstallation(id, own);
    const found = await adapter.getInstallation(id);
    await state.set(recordKey, planted);
    await adapter.deleteInstallation(id);

    expect([found, await adapter.getInstallation(id)]).toEqual([own, null]);
  });

  it("nothing is stored in the clear when the function gives no key", async () => {
    const adapter = await startStrict({ encryptionKey: async () => [] });

    await expect(adapter.setInstallation(id, install())).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      facts: { option: "encryptionKey" },
    });
    expect(await state.get(recordKey)).toBeNull();
  });

  it("switching it on is safe once rotateInstallations has found nothing left to seal", async () => {
    const installation = install();
    await state.set(recordKey, installation);
    const lenient = await start();
    await lenient.getInstallation(id);
    const [first, second] = [await lenient.rotateInstallations(), await lenient.rotateInstallations()];

    expect([first.sealed, second]).toEqual([1, { sealed: 0, unchanged: 1, failed: [] }]);
    expect(await (await startStrict()).getInstallation(id)).toEqual(installation);
  });

  it.each<[string, Partial<LinearAdapterConfig>]>([
    ["without a key", { encryptionKey: undefined }],
    [
      "with an installationProvider",
      { installationProvider: { get: async () => null, save: async () => {}, delete: async () => {} } },
    ],
  ])("it is refused %s", async (_case, options) => {
    await expect(startStrict(options)).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      facts: { option: "requireSealedInstallations" },
    });
  });
});
