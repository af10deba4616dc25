import type { StateAdapter } from "chat";
import { parseThread } from "../threads/thread-id.js";

/** Which organization a thread belongs to, known since its first event: for jobs that post without one. */
export interface ThreadOrganizations {
  remember(threadId: string, organizationId: string): Promise<void>;
  find(threadId: string): Promise<string | undefined>;
}

const LIFETIME_MS = 180 * 24 * 60 * 60 * 1_000;
// What was written lately need not be written again.
const CAPACITY = 1_000;

export function createThreadOrganizations(state: () => StateAdapter): ThreadOrganizations {
  const written = new Set<string>();

  return {
    remember: async (threadId, organizationId) => {
      const key = keyOf(threadId);
      if (written.has(key)) return;
      await state().set(key, organizationId, LIFETIME_MS);
      const [oldest] = written;
      if (written.size >= CAPACITY && oldest !== undefined) written.delete(oldest);
      written.add(key);
    },
    find: async (threadId) => (await state().get<string>(keyOf(threadId))) ?? undefined,
  };
}

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
