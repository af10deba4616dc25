import { AsyncLocalStorage } from "node:async_hooks";
import type { Identity } from "../credentials/auth.js";

/** The organization on whose behalf the current call is: ids, never tokens. */
export interface OrganizationScope {
  organizationId: string;
  /** Who we are there, where that is known. */
  identity: Identity | undefined;
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
