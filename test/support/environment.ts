import { vi } from "vitest";
import { ENVIRONMENT_VARIABLES } from "../../src/adapter/config/resolve-config.js";

export type TestEnvironment = { readonly [Name in (typeof ENVIRONMENT_VARIABLES)[number]]?: string | undefined };

/** Leaves of our variables only these in the environment, until `vi.unstubAllEnvs()`. */
export function setEnvironment(environment: TestEnvironment): void {
  for (const name of ENVIRONMENT_VARIABLES) vi.stubEnv(name, environment[name]);
}
