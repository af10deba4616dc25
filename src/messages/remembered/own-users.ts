import type { Identity } from "../../credentials/auth.js";
import type { Awaitable } from "../../util/awaitable.js";
import type { Clock } from "../../util/clock.js";
import { isJsonObject } from "../../util/json.js";
import type { Memory } from "../../util/memory.js";
import { createRecentMap } from "../../util/recent-map.js";
import { createSingleFlight } from "../../util/single-flight.js";

/** A user that we are, or were before the credential became another user's. */
export type OwnUser = Pick<Identity, "actor" | "organizationId" | "userId">;

/** Somebody who wrote or did something, by whatever ids Linear tells. */
export interface Doer {
  ids: readonly (string | undefined)[];
  /** Whether it may be an app user. Of people the state is not asked. */
  mayBeApp: boolean;
}

/**
 * Knows all users that we have been: an app that is removed and installed again is another one, and what the earlier one
 * wrote is still ours.
 */
export interface OwnUsers {
  /** Notes who we are, in this process. */
  note(identity: OwnUser): void;
  /** Keeps who we are, for other processes and for later. Rejects when the state is out of reach. */
  keep(identity: OwnUser): Awaitable<void>;
  /** Finds the user of ours with one of these ids, as far as this process knows. */
  peek(ids: readonly (string | undefined)[]): OwnUser | undefined;
  /** The same, and for what may be an app user as far as any process knows. */
  find(doer: Doer, organizationId: string): Promise<OwnUser | undefined>;
}

const LIFETIME_MS = 180 * 24 * 60 * 60 * 1_000;
const KEPT_AGAIN_AFTER_MS = 24 * 60 * 60 * 1_000;
// A user for each organization, and those that it had before.
const CAPACITY = 10_000;

export function createOwnUsers(memory: () => Memory, { now }: Pick<Clock, "now">): OwnUsers {
  const known = createRecentMap<OwnUser>(CAPACITY);
  const kept = createRecentMap<true>(CAPACITY, { ms: KEPT_AGAIN_AFTER_MS, now });
  const keyOf = (userId: string): string => `linear:own-user:${userId}`;

  const peek = (ids: readonly (string | undefined)[]): OwnUser | undefined =>
    ids.map((id) => (id === undefined ? undefined : known.get(id))).find((user) => user !== undefined);

  const note = (user: OwnUser): void => {
    if (known.get(user.userId) === undefined) known.set(user.userId, user);
  };

  const keep = async ({ userId, organizationId, actor }: OwnUser): Promise<void> => {
    await memory().set(keyOf(userId), { organizationId, actor }, LIFETIME_MS);
    kept.set(userId, true);
  };

  // A page of history may have many messages of one app.
  const readOnce = createSingleFlight<OwnUser | undefined>();
  const read = (userId: string): Promise<OwnUser | undefined> =>
    readOnce(userId, async () => {
      const stored = await memory().get(keyOf(userId));
      if (!isJsonObject(stored) || typeof stored.organizationId !== "string") return undefined;
      return { userId, organizationId: stored.organizationId, actor: stored.actor === "person" ? "person" : "app" };
    });

  return {
    note,
    keep: (user) => (kept.get(user.userId) ? undefined : keep(user)),
    peek,
    find: async ({ ids, mayBeApp }, organizationId) => {
      const found = peek(ids);
      if (found !== undefined || !mayBeApp) return found;
      const unique = [...new Set(ids.filter((id) => id !== undefined))];
      const stored = await Promise.all(unique.map(read));
      const own = stored.find((user) => user?.organizationId === organizationId);
      if (own !== undefined) note(own);
      return own;
    },
  };
}
