import type { Identity } from "../credentials/auth.js";
import type { OpenTurn } from "../sessions/open-turn.js";
import type { OrganizationContext } from "./organization-context.js";
import type { ThreadOrganizations } from "./thread-organizations.js";

/** Runs work for an organization. */
export interface OrganizationRunner {
  /** For the organization that the thread is known to belong to, whatever the current one is; else the current one. */
  runForThread<Result>(threadId: string, work: () => Promise<Result>): Promise<Result>;
  /** For the named organization, else the current one. */
  runFor<Result>(organizationId: string | undefined, work: () => Promise<Result>): Promise<Result>;
  /** For an organization in which we know ourselves. `turn` is set around the handling of a session's message. */
  runAs<Result>(identity: Identity, turn: OpenTurn | undefined, work: () => Promise<Result>): Promise<Result>;
}

export function createOrganizationRunner(
  context: OrganizationContext,
  threads: Pick<ThreadOrganizations, "find">,
): OrganizationRunner {
  const runFor = async <Result>(organizationId: string | undefined, work: () => Promise<Result>): Promise<Result> => {
    const current = context.current();
    if (organizationId === undefined || organizationId === current?.organizationId) return await work();
    return await context.run({ organizationId, identity: undefined, turn: current?.turn }, work);
  };

  return {
    runFor,
    runForThread: async (threadId, work) => await runFor(await threads.find(threadId), work),
    runAs: (identity, turn, work) => context.run({ organizationId: identity.organizationId, identity, turn }, work),
  };
}
