import type { LinearApi } from "../../api/operation.js";
import { getProfileUrl } from "../../api/operations/users.js";
import { isLinearAdapterError } from "../../errors.js";

/** Addresses of profiles by user id: how somebody is mentioned. */
export interface ProfileUrls {
  /** Keeps where somebody's profile is, where the event says so: a mention of them then costs no request. */
  rememberUser(user: { id: string; url?: string | undefined } | undefined): void;
  peek(userId: string): string | undefined;
  /** Asks Linear for the addresses that are unknown; users that do not exist stay unknown. */
  load(userIds: Iterable<string>): Promise<void>;
}

// A few hundred bytes each: enough for everybody who talks to a bot in a day.
const CAPACITY = 1_000;

export function createProfileUrls(api: LinearApi): ProfileUrls {
  const known = new Map<string, string>();

  const remember = (userId: string, url: string): void => {
    known.delete(userId);
    known.set(userId, url);
    const [oldest] = known.keys();
    if (known.size > CAPACITY && oldest !== undefined) known.delete(oldest);
  };

  const loadOne = async (userId: string): Promise<void> => {
    try {
      remember(userId, await api.execute(getProfileUrl, { id: userId }));
    } catch (error) {
      if (!isNobody(error)) throw error;
    }
  };

  return {
    rememberUser: (user) => {
      if (user?.url !== undefined) remember(user.id, user.url);
    },
    peek: (userId) => known.get(userId),
    load: async (userIds) => {
      await Promise.all([...userIds].map(loadOne));
    },
  };
}

// Linear may refuse as input what is no id at all, and a text can hold `<@anything>`.
const isNobody = (error: unknown): boolean =>
  isLinearAdapterError(error, "NOT_FOUND") || isLinearAdapterError(error, "INPUT_REFUSED");
