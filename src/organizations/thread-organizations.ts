import type { StateAdapter } from "chat";
import type { LinearAuth } from "../credentials/auth.js";
import { parseThread } from "../threads/thread-id.js";
import type { Awaitable } from "../util/awaitable.js";

/**
 * Knows which organization a thread belongs to, since its first event: for jobs that post outside of one, and for
 * handlers that post to another one's threads.
 */
export interface ThreadOrganizations {
  /** Rejects when the state is out of reach. */
  remember(threadId: string, organizationId: string): Awaitable<void>;
  find(threadId: string): Promise<string | undefined>;
}

const LIFETIME_MS = 180 * 24 * 60 * 60 * 1_000;
// An entry that was written or read lately need not be again.
const CAPACITY = 1_000;

export function createThreadOrganizations(state: () => StateAdapter): ThreadOrganizations {
  const known = new Map<string, string>();

  const keep = (key: string, organizationId: string): void => {
    const [oldest] = known.keys();
    if (known.size >= CAPACITY && oldest !== undefined) known.delete(oldest);
    known.set(key, organizationId);
  };

  const remember = async (key: string, organizationId: string): Promise<void> => {
    // The organization is known at once, so that a handler that posts meanwhile need not read it.
    keep(key, organizationId);
    try {
      await state().set(key, organizationId, LIFETIME_MS);
    } catch (error) {
      known.delete(key);
      throw error;
    }
  };

  return {
    remember: (threadId, organizationId) => {
      const key = keyOf(threadId);
      return known.get(key) === organizationId ? undefined : remember(key, organizationId);
    },
    find: async (threadId) => {
      const key = keyOf(threadId);
      const found = known.get(key) ?? (await state().get<string>(key)) ?? undefined;
      if (found !== undefined) keep(key, found);
      return found;
    },
  };
}

/** Opens the table of threads; for a credential of one organization nothing is kept or looked up. */
export function openThreadOrganizations(auth: LinearAuth, state: () => StateAdapter): ThreadOrganizations {
  return servesSeveral(auth) ? createThreadOrganizations(state) : ONE_ORGANIZATION;
}

/** Whether this authentication is for more than one organization. A function may give credentials of several. */
export function servesSeveral(auth: LinearAuth): boolean {
  return auth.kind === "app" || Object.values(auth).some((value) => typeof value === "function");
}

/** Gives organizations that share a credential the same key. */
export function credentialKeys(auth: LinearAuth): (organizationId: string | undefined) => string {
  return servesSeveral(auth) ? (organizationId = "") => organizationId : () => "";
}

const ONE_ORGANIZATION: ThreadOrganizations = { remember: () => {}, find: async () => undefined };

/** Issues stay in their organization, so all threads of one share an entry. */
function keyOf(threadId: string): string {
  const thread = parseThread(threadId);
  switch (thread.kind) {
    case "issue":
    case "comment":
      return `linear:organization-of:${thread.issueId}`;
    case "session":
      return `linear:organization-of:${thread.issueId ?? thread.sessionId}`;
  }
}
