// Covers: src/credentials/installation-refresher.ts

import type { StateAdapter } from "chat";
import type { LinearInstallation } from "chat-adapter-linear";
import { type EmulatedOrganization, type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, expect, it } from "vitest";
import { hexKey } from "../installations/fixtures.js";
import { toInstallation } from "../support/plain-bot.js";
import { describeOnEachStore, type OpenStore } from "../support/stores.js";
import { startTestBot, type TestBot } from "../support/test-bot.js";
import { type WatchedCalls, watchCalls } from "../support/watched-calls.js";

const redirectUri = "https://bot.example.com/linear/callback";
const recordOf = (organizationId: string): string => `linear:installation:${organizationId}`;
const lockOf = (organizationId: string): string => `linear:installation-lock:${organizationId}`;

describeOnEachStore("the tokens of one organization, in two processes", ({ create }) => {
  let linear: LinearEmulator;
  let store: OpenStore;
  let states: { first: WatchedCalls<StateAdapter>; second: WatchedCalls<StateAdapter> };
  let first: TestBot;
  let second: TestBot;
  let id: string;

  beforeEach(async () => {
    linear = await startLinearEmulator();
    id = linear.organization.id;
    store = await create();
    states = { first: watchCalls(store.state), second: watchCalls(await store.join()) };
    const { clientId, clientSecret } = linear.app;
    const config = () => ({ clientId, clientSecret, encryptionKey: hexKey("4e") });
    first = await startTestBot({ linear, state: states.first.target, config });
    second = await startTestBot({ linear, state: states.second.target, config });
  });
  afterEach(async () => {
    await Promise.all([first.close(), second.close()]);
    await store.close();
    await linear.close();
  });

  const install = (organization: EmulatedOrganization = linear.organization): LinearInstallation =>
    toInstallation(linear.install({ organization }));
  const expired = (installation: LinearInstallation): LinearInstallation => ({ ...installation, expiresAt: 0 });

  /** Tokens that are about to be renewed are in the store, plain. */
  async function installStale(): Promise<LinearInstallation> {
    const stale = expired(install());
    await store.state.set(recordOf(id), stale);
    await first.adapter.getInstallation(id);
    return stale;
  }

  /** The first process stands before its write when the second begins; it goes on when that one is done, or waits. */
  async function race(
    ours: () => Promise<unknown>,
    theirs: () => Promise<unknown>,
  ): Promise<LinearInstallation | null> {
    const pause = states.first.pauseAt("set", recordOf(id));
    const ourEnd = ours().catch(() => undefined);
    await pause.reached;
    const waits = states.second
      .seen("acquireLock", lockOf(id))
      .then(() => states.second.seen("acquireLock", lockOf(id)));
    const theirEnd = theirs();
    await Promise.race([waits, theirEnd]);
    pause.goOn();
    await Promise.all([ourEnd, theirEnd]);
    return await second.adapter.getInstallation(id);
  }

  const refreshing = () => first.adapter.refreshInstallations();
  const sealing = () => first.adapter.rotateInstallations();

  it.each([
    ["a refresh", refreshing],
    ["sealing again", sealing],
  ])("%s overwrites no installation that is stored meanwhile", async (_work, work) => {
    await installStale();
    const anew = install();

    expect(await race(work, () => second.adapter.setInstallation(id, anew))).toEqual(anew);
  });

  it.each([
    ["a refresh", refreshing],
    ["sealing again", sealing],
  ])("%s overwrites none that comes by OAuth meanwhile", async (_work, work) => {
    await installStale();
    const answer = await fetch(await second.adapter.installUrl({ redirectUri }), { redirect: "manual" });
    const callback = new Request(answer.headers.get("location") ?? "");
    const found = await race(work, () => second.adapter.handleOAuthCallback(callback, { redirectUri }));

    expect(found).toMatchObject({ installedAt: expect.any(Number), botUserId: linear.organization.appUserId });
  });

  it.each([
    ["a refresh", refreshing],
    ["sealing again", sealing],
  ])("%s brings back none that is deleted meanwhile", async (_work, work) => {
    await installStale();

    expect(await race(work, () => second.adapter.deleteInstallation(id))).toBeNull();
  });

  it("the refusal of an old refresh token marks no new installation", async () => {
    const stale = await installStale();
    linear.revokeToken(stale.refreshToken ?? "");
    const anew = install();

    expect(await race(refreshing, () => second.adapter.setInstallation(id, anew))).toEqual(anew);
    expect(await second.adapter.refreshInstallations()).toEqual({ live: 1, failed: [] });
  });

  it("sealing again overwrites no pair that is renewed meanwhile", async () => {
    const stale = await installStale();
    const found = await race(sealing, () => second.adapter.refreshInstallation(stale));

    expect(found?.accessToken).not.toBe(stale.accessToken);
    expect(found).toEqual(await second.adapter.refreshInstallation(stale));
  });

  it("100 new installations survive 100 refreshes of the same moment, and 100 deletions last", async () => {
    const organizations = Array.from({ length: 200 }, () => linear.addOrganization());
    const [replaced, deleted] = [organizations.slice(0, 100), organizations.slice(100)];
    const stale = organizations.map((organization) => expired(install(organization)));
    const anew = replaced.map((organization) => install(organization));
    await Promise.all(stale.map((old) => store.state.set(recordOf(old.organizationId), old)));
    await Promise.all([
      ...stale.map(({ organizationId }) =>
        first.adapter
          .withInstallation(organizationId, () => first.adapter.getUser(linear.ada.id))
          .catch(() => undefined),
      ),
      ...anew.map((installation) => second.adapter.setInstallation(installation.organizationId, installation)),
      ...deleted.map((organization) => second.adapter.deleteInstallation(organization.id)),
    ]);
    const left = await Promise.all(
      organizations.map((organization) => second.adapter.getInstallation(organization.id)),
    );

    expect(left).toEqual([...anew, ...deleted.map(() => null)]);
  });
});
