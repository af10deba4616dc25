import type { StateAdapter } from "chat";
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  encryptAsChatAdapter,
  hexKey,
  installation,
  ORGANIZATION,
  OTHER_ORGANIZATION,
} from "../installations/fixtures.js";
import { openInstallations as openWith } from "../installations/open-installations.js";
import { describeOnEachStore, type OpenStore } from "../support/stores.js";

const key = hexKey("4e");
const oldKey = hexKey("0d");
const recordKey = `linear:installation:${ORGANIZATION}`;
const complete = { ...installation, scopes: ["read", "write"], appUserName: "helper" };

describeOnEachStore("installations", ({ create }) => {
  let store: OpenStore;
  let other: StateAdapter;

  beforeEach(async () => {
    store = await create();
    other = await store.join();
  });
  afterEach(() => store.close());

  it.each([
    ["sealed", [key]],
    ["plain", []],
  ])("%s, they are found by another process until it deletes them", async (_how, keys) => {
    const [ours, theirs] = [openWith(store.state, ...keys), openWith(other, ...keys)];
    await ours.set(complete);
    const found = await theirs.get(ORGANIZATION);
    const elsewhere = await theirs.get(OTHER_ORGANIZATION);
    await theirs.delete(ORGANIZATION);

    expect([found, elsewhere, await ours.get(ORGANIZATION)]).toEqual([complete, undefined, undefined]);
  });

  it("a later one replaces all of an earlier one", async () => {
    const installations = openWith(store.state, key);
    const { refreshToken: _, ...withoutRefresh } = installation;
    await installations.set(complete);
    await installations.set({ ...withoutRefresh, expiresAt: null });

    expect(await openWith(other, key).get(ORGANIZATION)).toEqual({ ...withoutRefresh, expiresAt: null });
  });

  it("with a key no token is in the store in the clear", async () => {
    await openWith(store.state, key).set(installation);

    expect(JSON.stringify(await other.get(recordKey))).not.toMatch(/lin_oauth|lin_refresh/);
  });

  it("one that was moved to another organization does not open, and stays", async () => {
    await openWith(store.state, key).set(installation);
    const record = await store.state.get<object>(recordKey);
    const moved = { ...record, organizationId: OTHER_ORGANIZATION };
    await store.state.set(`linear:installation:${OTHER_ORGANIZATION}`, moved);

    await expect(openWith(other, key).get(OTHER_ORGANIZATION)).rejects.toMatchObject({
      code: "INSTALLATION_UNREADABLE",
    });
    expect(await other.get(`linear:installation:${OTHER_ORGANIZATION}`)).toEqual(moved);
  });

  it.each([
    ["plain", installation],
    [
      "sealed",
      {
        ...installation,
        accessToken: encryptAsChatAdapter(installation.accessToken, oldKey, Buffer.alloc(12, 1)),
        refreshToken: encryptAsChatAdapter("lin_refresh_refresh-1", oldKey, Buffer.alloc(12, 2)),
      },
    ],
  ])("a %s record of @chat-adapter/linear is read, and sealed with our key by the next write", async (_how, record) => {
    await store.state.set(recordKey, record);
    const found = await openWith(other, key, oldKey).get(ORGANIZATION);
    await openWith(other, key, oldKey).set(found ?? expect.fail("it was not found"));

    expect([found, await openWith(store.state, key).get(ORGANIZATION)]).toEqual([installation, installation]);
  });
});
