import { createMemoryState } from "@chat-adapter/state-memory";
import type { StateAdapter } from "chat";
import { expect, it } from "vitest";
import { parseEncryptionKeys } from "../../src/installations/encryption-keys.js";
import { createIndexedInstallations, createInstallationIndex } from "../../src/installations/installation-index.js";
import { createInstallationStore, type InstallationStore } from "../../src/installations/installation-store.js";
import {
  createProvidedInstallations,
  type LinearInstallationProvider,
} from "../../src/installations/provided-installations.js";
import { createSealer } from "../../src/installations/sealer.js";
import { describeInstallationStore } from "../contracts/installation-store.contract.js";
import { hexKey, installation, ORGANIZATION, OTHER_ORGANIZATION } from "./fixtures.js";

async function openState(): Promise<StateAdapter> {
  const state = createMemoryState();
  await state.connect();
  return state;
}

async function openStateStore(...keys: string[]): Promise<InstallationStore> {
  const state = await openState();
  return createInstallationStore({ state: () => state, sealer: createSealer({ keys: parseEncryptionKeys(keys) }) });
}

/** A host's table of JSON documents. */
function createProvider(): LinearInstallationProvider {
  const rows = new Map<string, string>();
  return {
    get: async (organizationId) => JSON.parse(rows.get(organizationId) ?? "null"),
    save: async (given) => void rows.set(given.organizationId, JSON.stringify(given)),
    delete: async (organizationId) => void rows.delete(organizationId),
  };
}

describeInstallationStore("the bot's state, plain", () => openStateStore());
describeInstallationStore("the bot's state, sealed", () => openStateStore(hexKey("4e")));
describeInstallationStore("a host's provider", async () => createProvidedInstallations(createProvider()));
describeInstallationStore("a store with an index", async () => {
  const state = await openState();
  const index = createInstallationIndex({ state: () => state, logger: { warn: () => {} } });
  return createIndexedInstallations(createProvidedInstallations(createProvider()), index);
});

it.each([
  ["another organization's", { ...installation, organizationId: OTHER_ORGANIZATION }],
  ["incomplete", { ...installation, accessToken: "" }],
])("what a provider gives is not used when it is %s", async (_case, given) => {
  const store = createProvidedInstallations({ ...createProvider(), get: async () => given });

  await expect(store.get(ORGANIZATION)).rejects.toMatchObject({ code: "INSTALLATION_UNREADABLE" });
});
