import { AsyncLocalStorage } from "node:async_hooks";

/** Whose behalf the current call is on: ids, never tokens. */
export interface OrganizationScope {
  organizationId: string;
  /** The user that we act as there, where that is known. */
  userId: string | undefined;
  /** Set while a session's message is handled: Stop silences what is sent from within. */
  turn: "session" | undefined;
}

/** The organization of one delivery or of one `withInstallation`, for all that runs inside. */
export interface OrganizationContext {
  current(): OrganizationScope | undefined;
  run<Result>(scope: OrganizationScope, work: () => Result): Result;
}

export function createOrganizationContext(): OrganizationContext {
  const storage = new AsyncLocalStorage<OrganizationScope>();
  return {
    current: () => storage.getStore(),
    run: (scope, work) => storage.run(scope, work),
  };
}
