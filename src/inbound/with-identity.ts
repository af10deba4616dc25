import type { Identity } from "../credentials/auth.js";
import { isRefusedForGood } from "../credentials/broken-installation.js";
import { isLinearAdapterError } from "../errors.js";
import { isBeyondReading } from "../installations/installation.js";
import type { Awaitable } from "../util/awaitable.js";
import type { InboundParts } from "./inbound-parts.js";
import type { Preparation } from "./preparation.js";

type IdentityParts = Pick<InboundParts, "config" | "identities" | "logger" | "ownUsers">;

/**
 * Runs `prepare` with who we are in the organization. One for which nothing can be done before it installs the app again
 * is ignored: Linear would send the event again to no avail, and switches off a webhook that goes on failing.
 */
export async function withIdentity(
  organizationId: string,
  parts: IdentityParts,
  prepare: (identity: Identity) => Awaitable<Preparation>,
): Promise<Preparation> {
  const { identities, logger, ownUsers } = parts;
  try {
    const identity = await identities.get(organizationId);
    ownUsers.note(identity);
    return andRemember(await prepare(identity), identity, parts);
  } catch (error) {
    const hopeless = explainHopeless(error, parts);
    if (hopeless === undefined) throw error;
    logger.warn(`A Linear event came from an organization ${hopeless.origin}`, { organizationId });
    return { kind: "ignored", reason: hopeless.reason };
  }
}

function explainHopeless(
  error: unknown,
  { config }: Pick<IdentityParts, "config">,
): { origin: string; reason: string } | undefined {
  if (isLinearAdapterError(error, "INSTALLATION_NOT_FOUND")) {
    return { origin: "that has not installed the app", reason: "there is no installation" };
  }
  if (config.auth.kind !== "app") return undefined;
  if (isRefusedForGood(error)) {
    return {
      origin: "whose tokens Linear does not take any more: it has to install the app again",
      reason: "the installation is broken",
    };
  }
  if (isBeyondReading(error)) {
    return {
      origin: "whose stored installation no key can open: it has to install the app again",
      reason: "the installation cannot be read",
    };
  }
  return undefined;
}

/** Sees, beside the work on an event, to what is known of ourselves. */
function andRemember(preparation: Preparation, identity: Identity, parts: IdentityParts): Preparation {
  if (preparation.kind !== "accepted") return preparation;
  const { run } = preparation;
  return {
    kind: "accepted",
    run: async (options) => {
      const kept = keepIdentity(identity, parts);
      const renewed = parts.identities.renewIfOld(identity.organizationId);
      try {
        await run(options);
      } finally {
        // Both are nothing mostly, and waiting for nothing is not free.
        if (kept) await kept;
        if (renewed) await renewed;
      }
    },
  };
}

/** Never rejects. */
function keepIdentity(identity: Identity, { logger, ownUsers }: IdentityParts): Awaitable<void> {
  const { organizationId, userId } = identity;
  return ownUsers.keep(identity)?.catch((error: unknown) => {
    logger.debug("Who the bot is could not be kept; after a change other processes may not know it", {
      organizationId,
      userId,
      error,
    });
  });
}
