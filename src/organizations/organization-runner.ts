import type { Identity } from "../credentials/auth.js";
import type { OrganizationContext } from "./organization-context.js";
import type { ThreadOrganizations } from "./thread-organizations.js";

/** Runs work for an organization. */
export interface OrganizationRunner {
  /**
   * Runs work for the organization that the thread is known to belong to, whatever the current one is; else for the
   * current one.
   */
  runForThread<Result>(threadId: string, work: () => Promise<Result>): Promise<Result>;
  /** Runs work for the named organization, else for the current one. */
  runFor<Result>(organizationId: string | undefined, work: () => Promise<Result>): Promise<Result>;
  /** Runs work for an organization in which we know ourselves. */
  runAs<Result>(identity: Identity, work: () => Promise<Result>): Promise<Result>;
}

export function createOrganizationRunner(
  context: OrganizationContext,
  threads: Pick<ThreadOrganizations, "find">,
): OrganizationRunner {
  const runFor = async <Result>(organizationId: string | undefined, work: () => Promise<Result>): Promise<Result> => {
    if (organizationId === undefined || organizationId === context.current()?.organizationId) return await work();
    return await context.run({ organizationId, identity: undefined }, work);
  };

  // A thread that cannot be looked up because the state is out of reach mostly belongs to the current organization.
  const findFor = async (threadId: string): Promise<string | undefined> => {
    try {
      return await threads.find(threadId);
    } catch (error) {
      const current = context.current();
      if (current === undefined) throw error;
      return current.organizationId;
    }
  };

  return {
    runFor,
    runForThread: async (threadId, work) => await runFor(await findFor(threadId), work),
    runAs: (identity, work) => context.run({ organizationId: identity.organizationId, identity }, work),
  };
}
