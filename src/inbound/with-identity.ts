import type { Identity } from "../credentials/auth.js";
import { isLinearAdapterError } from "../errors.js";
import type { InboundParts } from "./inbound-parts.js";
import type { Preparation } from "./preparation.js";

type IdentityParts = Pick<InboundParts, "identities" | "logger" | "ownUsers">;

/** Runs `prepare` with who we are in the organization; an organization that has not installed us is ignored. */
export async function withIdentity(
  organizationId: string,
  parts: IdentityParts,
  prepare: (identity: Identity) => Promise<Preparation> | Preparation,
): Promise<Preparation> {
  const { identities, logger, ownUsers } = parts;
  try {
    const identity = await identities.get(organizationId);
    ownUsers.note(identity);
    return andRemember(await prepare(identity), identity, parts);
  } catch (error) {
    if (!isLinearAdapterError(error, "INSTALLATION_NOT_FOUND")) throw error;
    logger.warn("A Linear event came from an organization that has not installed the app", { organizationId });
    return { kind: "ignored", reason: "there is no installation" };
  }
}

/** Sees, beside the work on an event, to what is known of ourselves. */
function andRemember(preparation: Preparation, identity: Identity, parts: IdentityParts): Preparation {
  if (preparation.kind !== "accepted") return preparation;
  const { run } = preparation;
  return {
    kind: "accepted",
    run: async (options) => {
      const remembered = remember(identity, parts);
      try {
        await run(options);
      } finally {
        await remembered;
      }
    },
  };
}

/** Never rejects. */
async function remember(identity: Identity, { identities, logger, ownUsers }: IdentityParts): Promise<void> {
  const { organizationId, userId } = identity;
  const kept = ownUsers.keep(identity).catch((error: unknown) => {
    logger.debug("Who the bot is could not be kept; after a change other processes may not know it", {
      organizationId,
      userId,
      error,
    });
  });
  await Promise.all([kept, identities.renewIfOld(organizationId)]);
}
