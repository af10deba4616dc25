// Covers: src/installations/installation-changes.ts

import { createMemoryState } from "@chat-adapter/state-memory";
import type { StateAdapter } from "chat";
import type { LinearInstallationProvider } from "chat-adapter-linear";
import { expect, it } from "vitest";
import { createProvidedInstallations } from "../../src/installations/provided-installations.js";
import { describeInstallationRaces, type SharedPlace } from "../contracts/installation-races.contract.js";
import { hexKey, installation, ORGANIZATION } from "../installations/fixtures.js";
import { openInstallations, openPlace } from "../installations/open-installations.js";
import { createComparingProvider, createProvider } from "../installations/providers.js";
import { describeOnEachStore } from "../support/stores.js";
import { type WatchedCalls, watchCalls } from "../support/watched-calls.js";

const never = new Promise<void>(() => {});
const lockOf = (organizationId: string): string => `linear:installation-lock:${organizationId}`;

/** Whoever is kept waiting asks for the lock a second time. */
async function asksAgain({ seen }: WatchedCalls<StateAdapter>, organizationId: string): Promise<void> {
  await seen("acquireLock", lockOf(organizationId));
  await seen("acquireLock", lockOf(organizationId));
}

describeOnEachStore("installations in the state", ({ name, create }) => {
  describeInstallationRaces(`the bot's state, ${name}`, async (): Promise<SharedPlace> => {
    const store = await create();
    const [first, second] = [watchCalls(store.state), watchCalls(await store.join())];
    return {
      ours: openInstallations(first.target, hexKey("4e")),
      theirs: openInstallations(second.target, hexKey("4e")),
      pauseOurWrite: (organizationId) => first.pauseAt("set", `linear:installation:${organizationId}`),
      theyWait: (organizationId) => asksAgain(second, organizationId),
      close: store.close,
    };
  });

  describeInstallationRaces(`a provider that has only the lock, ${name}`, async (): Promise<SharedPlace> => {
    const store = await create();
    const rows = new Map<string, string>();
    const provider = watchCalls<LinearInstallationProvider>(createProvider(rows));
    const second = watchCalls(await store.join());
    return {
      ours: openPlace(createProvidedInstallations(provider.target), store.state),
      theirs: openPlace(createProvidedInstallations(createProvider(rows)), second.target),
      pauseOurWrite: () => provider.pauseAt("save"),
      theyWait: (organizationId) => asksAgain(second, organizationId),
      close: store.close,
    };
  });

  it("a process that stood still until its lock was over writes nothing of before", async () => {
    const store = await create();
    const frozen = watchCalls(store.state);
    const [ours, theirs] = [openInstallations(frozen.target), openInstallations(await store.join())];
    await theirs.set(installation);
    const pause = frozen.pauseAt("extendLock");
    const change = ours.update(ORGANIZATION, (current) =>
      current?.accessToken === installation.accessToken ? { ...current, accessToken: "access-2" } : current,
    );
    await pause.reached;
    await store.state.forceReleaseLock(lockOf(ORGANIZATION));
    await theirs.set({ ...installation, accessToken: "access-9" });
    pause.goOn();
    const seen = await change;
    const stored = await theirs.get(ORGANIZATION);
    await store.close();

    expect([seen, stored]).toEqual([
      { ...installation, accessToken: "access-9" },
      { ...installation, accessToken: "access-9" },
    ]);
  });
});

describeInstallationRaces("a provider that compares and sets", async (): Promise<SharedPlace> => {
  const state = createMemoryState();
  await state.connect();
  const rows = new Map<string, string>();
  const ours = watchCalls<LinearInstallationProvider>(createComparingProvider(rows));
  return {
    ours: openPlace(createProvidedInstallations(ours.target), state),
    theirs: openPlace(createProvidedInstallations(createComparingProvider(rows)), state),
    pauseOurWrite: () => ours.pauseAt("compareAndSet"),
    theyWait: () => never,
    close: () => state.disconnect(),
  };
});
