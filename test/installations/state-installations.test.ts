import { createMemoryState } from "@chat-adapter/state-memory";
import type { StateAdapter } from "chat";
import { beforeEach, describe, expect, it } from "vitest";
import { parseEncryptionKeys } from "../../src/installations/encryption-keys.js";
import type { InstallationPlace } from "../../src/installations/installation-store.js";
import { createSealer } from "../../src/installations/sealer.js";
import { createStateInstallations } from "../../src/installations/state-installations.js";
import { encryptAsChatAdapter, hexKey, installation, ORGANIZATION, OTHER_ORGANIZATION } from "./fixtures.js";

const oldKey = hexKey("0d");
const newKey = hexKey("4e");
const recordKey = `linear:installation:${ORGANIZATION}`;

let state: StateAdapter;

beforeEach(async () => {
  state = createMemoryState();
  await state.connect();
});

const storeWith = (...keys: string[]): InstallationPlace =>
  createStateInstallations({ state: () => state, sealer: createSealer({ keys: parseEncryptionKeys(keys) }) });

describe("the installations in the state", () => {
  it("gives back what it was given, until it is deleted", async () => {
    const store = storeWith(newKey);
    await store.set(installation);
    const found = await store.get(ORGANIZATION);
    await store.delete(ORGANIZATION);

    expect([found, await store.get(ORGANIZATION)]).toEqual([installation, undefined]);
  });

  it("knows nothing of organizations that did not install the app", async () => {
    const store = storeWith(newKey);
    await store.set(installation);

    expect(await store.get(OTHER_ORGANIZATION)).toBeUndefined();
  });

  it("writes the record of @chat-adapter/linear under its key while there is no encryption key", async () => {
    await storeWith().set(installation);

    expect(await state.get(recordKey)).toEqual(installation);
  });

  it("keeps no token in the clear once there is a key", async () => {
    await storeWith(newKey).set(installation);

    expect(JSON.stringify(await state.get(recordKey))).not.toMatch(/lin_oauth|lin_refresh/);
  });

  it.each([
    ["a plain record", installation],
    [
      "a record sealed by @chat-adapter/linear",
      {
        ...installation,
        accessToken: encryptAsChatAdapter(installation.accessToken, oldKey, Buffer.alloc(12, 1)),
        refreshToken: encryptAsChatAdapter("lin_refresh_refresh-1", oldKey, Buffer.alloc(12, 2)),
      },
    ],
  ])("reads %s without touching it, and seals it with the first key on the next write", async (_case, record) => {
    await state.set(recordKey, record);
    const found = await storeWith(newKey, oldKey).get(ORGANIZATION);
    const afterReading = await state.get(recordKey);
    await storeWith(newKey, oldKey).set(installation);

    expect([found, afterReading, await storeWith(newKey).get(ORGANIZATION)]).toEqual([
      installation,
      record,
      installation,
    ]);
  });

  it("keeps a record that it cannot open", async () => {
    await storeWith(oldKey).set(installation);
    const record = await state.get(recordKey);

    await expect(storeWith(newKey).get(ORGANIZATION)).rejects.toMatchObject({ code: "INSTALLATION_UNREADABLE" });
    expect(await state.get(recordKey)).toEqual(record);
  });

  it("does not store an installation that it could not read", async () => {
    await expect(storeWith().set({ ...installation, accessToken: "" })).rejects.toMatchObject({
      code: "INSTALLATION_UNREADABLE",
      facts: { path: "installation.accessToken" },
    });
    expect(await state.get(recordKey)).toBeNull();
  });
});
