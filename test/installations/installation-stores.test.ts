// Covers: src/installations/installation-changes.ts

import { createMemoryState } from "@chat-adapter/state-memory";
import type { StateAdapter } from "chat";
import { expect, it } from "vitest";
import { createProvidedInstallations } from "../../src/installations/provided-installations.js";
import { describeInstallationStore } from "../contracts/installation-store.contract.js";
import { hexKey, installation, ORGANIZATION, OTHER_ORGANIZATION } from "./fixtures.js";
import { openIndexed, openInstallations, openPlace } from "./open-installations.js";
import { createComparingProvider, createProvider } from "./providers.js";

async function openState(): Promise<StateAdapter> {
  const state = createMemoryState();
  await state.connect();
  return state;
}

describeInstallationStore("the bot's state, plain", async () => openInstallations(await openState()));
describeInstallationStore("the bot's state, sealed", async () => openInstallations(await openState(), hexKey("4e")));
describeInstallationStore("a host's provider", async () =>
  openPlace(createProvidedInstallations(createProvider()), await openState()),
);
describeInstallationStore("a host's provider that compares and sets", async () =>
  openPlace(createProvidedInstallations(createComparingProvider()), await openState()),
);
describeInstallationStore("a store with an index", async () => {
  const state = await openState();
  return openIndexed(openPlace(createProvidedInstallations(createProvider()), state), state);
});

it.each([
  ["another organization's", { ...installation, organizationId: OTHER_ORGANIZATION }],
  ["incomplete", { ...installation, accessToken: "" }],
])("what a provider gives is not used when it is %s", async (_case, given) => {
  const store = createProvidedInstallations({ ...createProvider(), get: async () => given });

  await expect(store.get(ORGANIZATION)).rejects.toMatchObject({ code: "INSTALLATION_UNREADABLE" });
});

it("a compareAndSet that gives nothing is told that it has to", async () => {
  const provider = { ...createProvider(), compareAndSet: async () => undefined as unknown as boolean };
  const store = openPlace(createProvidedInstallations(provider), await openState());

  await expect(store.set(installation)).rejects.toMatchObject({
    code: "CONFIG_INVALID",
    facts: { option: "installationProvider" },
  });
});
