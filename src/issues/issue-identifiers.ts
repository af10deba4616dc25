import type { LinearApi } from "../api/operation.js";
import { getIssueId } from "../api/operations/issues.js";
import type { OrganizationContext } from "../organizations/organization-context.js";
import type { LinearThread } from "../threads/thread-id.js";
import { createSingleFlight } from "../util/single-flight.js";

/**
 * Knows issues by their identifiers, such as ENG-123, which people and models say in place of UUIDs. Events name issues
 * by UUID, so that is what a thread's one canonical ID holds.
 */
export interface IssueIdentifiers {
  /**
   * The thread with the UUID of its issue. Asks Linear once for each identifier, and never where there is a UUID.
   * @throws {LinearAdapterError} `NOT_FOUND`
   */
  resolve<Thread extends LinearThread>(thread: Thread): Promise<Thread>;
}

export interface IssueIdentifierParts {
  api: LinearApi;
  context: Pick<OrganizationContext, "current">;
}

// A team's key and a number. https://linear.app/docs/creating-issues
const IDENTIFIER = /^[A-Z][A-Z0-9_]*-\d+$/;
const CAPACITY = 1_000;

export function createIssueIdentifiers({ api, context }: IssueIdentifierParts): IssueIdentifiers {
  const known = new Map<string, string>();
  const once = createSingleFlight<string>();

  const find = async (identifier: string): Promise<string> => {
    // Each organization may have an ENG-1.
    const key = `${context.current()?.organizationId ?? ""}:${identifier}`;
    return (
      known.get(key) ?? (await once(key, async () => keep(key, await api.execute(getIssueId, { id: identifier }))))
    );
  };

  // Linear never gives a number twice, also when an issue has moved to another team.
  const keep = (key: string, issueId: string): string => {
    const [oldest] = known.keys();
    if (known.size >= CAPACITY && oldest !== undefined) known.delete(oldest);
    known.set(key, issueId);
    return issueId;
  };

  return {
    resolve: async (thread) => {
      const { issueId } = thread;
      return issueId !== undefined && IDENTIFIER.test(issueId) ? { ...thread, issueId: await find(issueId) } : thread;
    },
  };
}
