import type { Identity } from "../credentials/auth.js";
import { type AsyncScope, createAsyncScope } from "../util/async-scope.js";

/** The organization on whose behalf the current call is: ids, never tokens. */
export interface OrganizationScope {
  organizationId: string;
  /** Who we are there, where that is known. */
  identity: Identity | undefined;
}

/** The organization of one delivery or of one `withInstallation`, for all that runs inside. */
export type OrganizationContext = AsyncScope<OrganizationScope>;

export const createOrganizationContext = (): OrganizationContext => createAsyncScope();
