import type { Identity } from "../credentials/auth.js";
import { isLinearAdapterError } from "../errors.js";
import type { InboundParts } from "./inbound-parts.js";
import type { Preparation } from "./preparation.js";

/** Runs `prepare` with who we are in the organization; an organization that has not installed us is ignored. */
export async function withIdentity(
  organizationId: string,
  { identities, logger }: Pick<InboundParts, "identities" | "logger">,
  prepare: (identity: Identity) => Promise<Preparation> | Preparation,
): Promise<Preparation> {
  try {
    return await prepare(await identities.get(organizationId));
  } catch (error) {
    if (!isLinearAdapterError(error, "INSTALLATION_NOT_FOUND")) throw error;
    logger.warn("A Linear event came from an organization that has not installed the app", { organizationId });
    return { kind: "ignored", reason: "there is no installation" };
  }
}
