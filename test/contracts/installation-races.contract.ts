import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LinearInstallation } from "../../src/installations/installation.js";
import type { InstallationStore } from "../../src/installations/installation-store.js";
import type { Pause } from "../support/watched-calls.js";

/** One place of installations, as two processes have it. */
export interface SharedPlace {
  ours: InstallationStore;
  theirs: InstallationStore;
  /** Holds up our next write, after all that we read and before it is carried out. */
  pauseOurWrite(organizationId: string): Pause;
  /** Resolves when the other process has been kept waiting by us; never where nobody has to wait. */
  theyWait(organizationId: string): Promise<void>;
  close(): Promise<void>;
}

const ORGANIZATION = "2f1c9a34-7d10-4e0b-9a3c-5b1f6f0c2a11";
const INSTALLED_AT = 1_788_264_000_000;
const old: LinearInstallation = {
  accessToken: "access-1",
  botUserId: "5d9b7e10-3c2a-4f61-b8a4-9e0d6c1f7a33",
  expiresAt: 1_788_350_400_000,
  organizationId: ORGANIZATION,
  refreshToken: "refresh-1",
  installedAt: INSTALLED_AT,
};
const installedAnew: LinearInstallation = {
  ...old,
  accessToken: "access-9",
  refreshToken: "refresh-9",
  installedAt: INSTALLED_AT + 1,
};

/** What a refresh of the old pair does when Linear has answered. */
const renew = (current: LinearInstallation | undefined): LinearInstallation | undefined =>
  current?.accessToken === "access-1" ? { ...current, accessToken: "access-2", refreshToken: "refresh-2" } : current;
const markAsBroken = (current: LinearInstallation | undefined): LinearInstallation | undefined =>
  current?.accessToken === "access-1" ? { ...current, brokenSince: INSTALLED_AT } : current;

/** What the adapter needs of any place where two processes change installations at the same moment. */
export function describeInstallationRaces(title: string, open: () => Promise<SharedPlace>): void {
  describe(`installations that two processes change in ${title}`, () => {
    let place: SharedPlace;

    beforeEach(async () => {
      place = await open();
      await place.theirs.set(old);
    });
    afterEach(() => place.close());

    /** We are about to write when the others begin with theirs; then both come to their end. */
    async function race(ours: () => Promise<unknown>, theirs: () => Promise<unknown>): Promise<unknown> {
      const pause = place.pauseOurWrite(ORGANIZATION);
      const ourEnd = ours();
      await pause.reached;
      const theyWait = place.theyWait(ORGANIZATION);
      const theirEnd = theirs();
      await Promise.race([theyWait, theirEnd]);
      pause.goOn();
      await Promise.all([ourEnd, theirEnd]);
      return await place.theirs.get(ORGANIZATION);
    }

    it.each([
      ["a refresh", renew],
      ["a mark", markAsBroken],
    ])("%s does not overwrite what is installed meanwhile", async (_change, change) => {
      const { ours, theirs } = place;

      expect(
        await race(
          () => ours.update(ORGANIZATION, change),
          () => theirs.set(installedAnew),
        ),
      ).toEqual(installedAnew);
    });

    it.each([
      ["a refresh", renew],
      ["a mark", markAsBroken],
    ])("%s does not bring back what is deleted meanwhile", async (_change, change) => {
      const { ours, theirs } = place;

      expect(
        await race(
          () => ours.update(ORGANIZATION, change),
          () => theirs.delete(ORGANIZATION),
        ),
      ).toBeUndefined();
    });

    it("an older installation does not overwrite a newer one that is stored meanwhile", async () => {
      const { ours, theirs } = place;

      expect(
        await race(
          () => ours.set({ ...old, accessToken: "access-5" }),
          () => theirs.set(installedAnew),
        ),
      ).toEqual(installedAnew);
    });

    it("a newer installation stays when an older one comes later", async () => {
      await place.ours.set(installedAnew);
      const result = await place.theirs.set({ ...old, accessToken: "access-5" });

      expect([result, await place.ours.get(ORGANIZATION)]).toEqual(["outdated", installedAnew]);
    });

    it("a time that is yet to come keeps no new installation out", async () => {
      const inAnHour = Date.now() + 3_600_000;
      await place.ours.set({ ...old, installedAt: inAnHour });

      expect(await place.theirs.set({ ...installedAnew, installedAt: Date.now() })).toBe("stored");
    });

    it("200 times at the same moment, no new installation is lost and nothing deleted comes back", async () => {
      const { ours, theirs } = place;
      const ids = Array.from({ length: 200 }, (_, index) => `org-${index}`);
      const [replaced, deleted] = [ids.slice(0, 100), ids.slice(100)];
      await Promise.all(ids.map((organizationId) => ours.set({ ...old, organizationId })));
      await Promise.all([
        ...ids.map((organizationId) => ours.update(organizationId, renew)),
        ...replaced.map((organizationId) => theirs.set({ ...installedAnew, organizationId })),
        ...deleted.map((organizationId) => theirs.delete(organizationId)),
      ]);
      const left = await Promise.all(ids.map((organizationId) => ours.get(organizationId)));

      expect(left.map((installation) => installation?.accessToken)).toEqual([
        ...replaced.map(() => "access-9"),
        ...deleted.map(() => undefined),
      ]);
    });

    it("changes of one installation at the same moment are all made", async () => {
      const { ours, theirs } = place;
      const add = (current: LinearInstallation | undefined): LinearInstallation | undefined =>
        current && { ...current, accessToken: `${current.accessToken}+` };
      await Promise.all(
        [ours, theirs].flatMap((store) => Array.from({ length: 3 }, () => store.update(ORGANIZATION, add))),
      );

      expect((await ours.get(ORGANIZATION))?.accessToken).toBe(`${old.accessToken}${"+".repeat(6)}`);
    });
  });
}
