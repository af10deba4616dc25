import type { Identity } from "../credentials/auth.js";
import { type OpenTurn, trackCall } from "../sessions/open-turn.js";
import type { OrganizationContext } from "./organization-context.js";
import type { ThreadOrganizations } from "./thread-organizations.js";

/** Runs work for an organization. */
export interface OrganizationRunner {
  /**
   * What the bot calls: for the organization that the thread is known to belong to, whatever the current one is; else
   * the current one. The turn that it is called in lasts until it is done.
   */
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
    return await context.run(
      { organizationId, identity: undefined, turn: current?.turn, spokenIn: current?.spokenIn ?? new Set() },
      work,
    );
  };

  // What is unknown only because the state is out of reach mostly belongs to the current organization.
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
    runForThread: (threadId, work) =>
      trackCall(
        context.current()?.turn,
        findFor(threadId).then((organizationId) => runFor(organizationId, work)),
      ),
    runAs: (identity, turn, work) =>
      context.run({ organizationId: identity.organizationId, identity, turn, spokenIn: new Set() }, work),
  };
}
