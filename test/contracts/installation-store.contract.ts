import { describe, expect, it } from "vitest";
import type { LinearInstallation } from "../../src/installations/installation.js";
import type { InstallationStore } from "../../src/installations/installation-store.js";

/** Every field, as it is after an installation of which the refresh token has died. */
const complete: LinearInstallation = {
  accessToken: "access-1",
  botUserId: "5d9b7e10-3c2a-4f61-b8a4-9e0d6c1f7a33",
  expiresAt: 1_788_350_400_000,
  organizationId: "2f1c9a34-7d10-4e0b-9a3c-5b1f6f0c2a11",
  refreshToken: "refresh-1",
  scopes: ["read", "write"],
  appUserName: "helper",
  installedAt: 1_788_264_000_000,
  brokenSince: 1_788_350_400_001,
};
const least: LinearInstallation = {
  accessToken: "access-2",
  botUserId: complete.botUserId,
  expiresAt: null,
  organizationId: complete.organizationId,
};
const other: LinearInstallation = { ...least, organizationId: "8a6e5d52-0c3f-4b77-8d0e-2f4a1b9c7e22" };

/** What the adapter needs of any place where installations are kept. `open` gives an empty one. */
export function describeInstallationStore(title: string, open: () => Promise<InstallationStore>): void {
  describe(`installations in ${title}`, () => {
    it.each([
      ["all fields", complete],
      ["the fields that must be there", least],
    ])("come back with %s", async (_fields, installation) => {
      const store = await open();
      await store.set(installation);

      expect(await store.get(installation.organizationId)).toEqual(installation);
    });

    it("are missing before they are set and after they are deleted", async () => {
      const store = await open();
      const before = await store.get(complete.organizationId);
      await store.set(complete);
      await store.delete(complete.organizationId);

      expect([before, await store.get(complete.organizationId)]).toEqual([undefined, undefined]);
    });

    it("are replaced as a whole", async () => {
      const store = await open();
      await store.set(complete);
      await store.set(least);

      expect(await store.get(complete.organizationId)).toEqual(least);
    });

    it("are kept apart by organization", async () => {
      const store = await open();
      await store.set(complete);
      await store.set(other);
      await store.delete(complete.organizationId);

      expect([await store.get(complete.organizationId), await store.get(other.organizationId)]).toEqual([
        undefined,
        other,
      ]);
    });

    it("can be deleted when there is none", async () => {
      const store = await open();

      await expect(store.delete(complete.organizationId)).resolves.toBeUndefined();
    });

    it("are the caller's own: changing what was given or set changes nothing", async () => {
      const store = await open();
      const given = { ...complete };
      await store.set(given);
      given.accessToken = "changed";
      const found = await store.get(complete.organizationId);
      Object.assign(found ?? {}, { accessToken: "changed" });

      expect(await store.get(complete.organizationId)).toEqual(complete);
    });

    it("are refused when they are incomplete, and the old one stays", async () => {
      const store = await open();
      await store.set(complete);

      await expect(store.set({ ...complete, accessToken: "" })).rejects.toMatchObject({
        code: "INSTALLATION_UNREADABLE",
      });
      expect(await store.get(complete.organizationId)).toEqual(complete);
    });
  });
}
