import type { LinearApi } from "../../api/operation.js";
import { getProfileUrl } from "../../api/operations/users.js";
import { isLinearAdapterError } from "../../errors.js";
import type { Clock } from "../../util/clock.js";
import { createRecentMap } from "../../util/recent-map.js";
import { handleOf, mayBeAppUser } from "../../webhook/event-user.js";
import type { EventUser } from "../../webhook/events.js";

/** Addresses of profiles by user id: how somebody is mentioned. A person who is renamed gets another address. */
export interface ProfileUrls {
  /** Keeps where somebody's profile is, where the event says so: a mention of them then costs no request. */
  rememberUser(user: Pick<EventUser, "email" | "id" | "url"> | undefined): void;
  peek(userId: string): string | undefined;
  /** Whether somebody who is no app is known to have this @handle. Case does not matter. */
  isPerson(handle: string): boolean;
  /** Asks Linear for the addresses that are unknown; users that do not exist stay unknown. */
  load(userIds: Iterable<string>): Promise<void>;
}

// A few hundred bytes each: enough for everybody who talks to a bot in a day.
const CAPACITY = 1_000;
// Linear tells nobody of a new name, and a mention by an old address reaches nobody.
const LIFETIME_MS = 60 * 60 * 1_000;

export function createProfileUrls(api: LinearApi, { now }: Pick<Clock, "now">): ProfileUrls {
  const known = createRecentMap<string>(CAPACITY, { ms: LIFETIME_MS, now });
  const people = createRecentMap<true>(CAPACITY, { ms: LIFETIME_MS, now });

  const loadOne = async (userId: string): Promise<void> => {
    try {
      known.set(userId, await api.execute(getProfileUrl, { id: userId }));
    } catch (error) {
      if (!isNobody(error)) throw error;
    }
  };

  return {
    rememberUser: (user) => {
      if (user?.url === undefined) return;
      known.set(user.id, user.url);
      const handle = mayBeAppUser(user) ? undefined : handleOf(user);
      if (handle !== undefined) people.set(handle.toLowerCase(), true);
    },
    peek: (userId) => known.get(userId),
    isPerson: (handle) => people.get(handle.toLowerCase()) ?? false,
    load: async (userIds) => {
      await Promise.all([...userIds].map(loadOne));
    },
  };
}

// Linear may refuse as input what is no id at all, and a text can hold `<@anything>`.
const isNobody = (error: unknown): boolean =>
  isLinearAdapterError(error, "NOT_FOUND") || isLinearAdapterError(error, "INPUT_REFUSED");
