import type { WebhookOptions } from "chat";
import type { LinearAuth } from "../../credentials/auth.js";
import { isLinearAdapterError } from "../../errors.js";
import { hasSameTokens, type LinearInstallation, MAX_CLOCK_SKEW_MS } from "../../installations/installation.js";
import { runChatTasks } from "../../util/chat-tasks.js";
import { resolveSecret } from "../../util/secret.js";
import type { EventOf } from "../../webhook/events.js";
import type { InboundParts } from "../inbound-parts.js";
import type { EventHandler } from "../preparation.js";

type Found =
  | { kind: "none" }
  | { kind: "unreadable" }
  | { kind: "stored"; installation: LinearInstallation; stamp: number | undefined };

/** Handles that an organization has uninstalled the app: its tokens are dead. */
export function createAppRevokedHandler(parts: InboundParts): EventHandler<"app.revoked"> {
  const { config } = parts;

  return async (event) => {
    const { organizationId } = event;
    if (event.oauthClientId !== (await clientIdOf(config.auth, organizationId))) {
      return { kind: "ignored", reason: "it is another app" };
    }
    const found = await findInstallation(organizationId, parts);
    if (found.kind === "stored" && !(await isAbout(found, event, parts))) {
      return { kind: "ignored", reason: "the app has been installed again since" };
    }
    return {
      kind: "accepted",
      run: async (options) => {
        try {
          await remove(found, organizationId, parts);
        } finally {
          await tellUninstalled(event, parts, options);
        }
      },
    };
  };
}

/** Finds what is stored. The stamp is read first, since a record that is read for the first time is stamped then. */
async function findInstallation(
  organizationId: string,
  { installations, installationIndex }: InboundParts,
): Promise<Found> {
  const stamp = await installationIndex.stampOf(organizationId);
  try {
    const installation = await installations.get(organizationId);
    return installation === undefined ? { kind: "none" } : { kind: "stored", installation, stamp };
  } catch (error) {
    if (isLinearAdapterError(error, "INSTALLATION_UNREADABLE")) return { kind: "unreadable" };
    throw error;
  }
}

/**
 * Whether the stored tokens are those that the event ended. Linear sends it again for up to seven hours, and by then the
 * organization may have installed the app anew. Where the times do not tell for sure, Linear is asked.
 */
async function isAbout(
  { installation, stamp }: Extract<Found, { kind: "stored" }>,
  { createdAt }: EventOf<"app.revoked">,
  { isAlive }: InboundParts,
): Promise<boolean> {
  const installedAt = installation.installedAt ?? stamp;
  const ageMs = installedAt === undefined ? 0 : Date.parse(createdAt) - installedAt;
  if (Math.abs(ageMs) > MAX_CLOCK_SKEW_MS) return ageMs > 0;
  return !(await isAlive(installation));
}

/** Deletes what was found, and not what may have been installed meanwhile. What cannot be read stays. */
async function remove(
  found: Found,
  organizationId: string,
  { installations, logger }: Pick<InboundParts, "installations" | "logger">,
): Promise<void> {
  switch (found.kind) {
    case "none":
      break;
    case "unreadable":
      logger.warn("The stored installation of an organization that has uninstalled the app cannot be read, and stays", {
        organizationId,
      });
      break;
    case "stored":
      await installations.update(organizationId, (current) =>
        current && isSameInstallation(current, found.installation) ? undefined : current,
      );
  }
  logger.info("The Linear app was uninstalled", { organizationId });
}

function isSameInstallation(one: LinearInstallation, other: LinearInstallation): boolean {
  return hasSameTokens(one, other) || (one.installedAt !== undefined && one.installedAt === other.installedAt);
}

/** The OAuth client that we are, where the authentication says so. */
async function clientIdOf(auth: LinearAuth, organizationId: string): Promise<string | undefined> {
  switch (auth.kind) {
    case "app":
    case "client-credentials":
      return await resolveSecret(auth.clientId, organizationId);
    case "api-key":
    case "access-token":
      return undefined;
  }
}

async function tellUninstalled(
  event: EventOf<"app.revoked">,
  { host }: InboundParts,
  options: WebhookOptions,
): Promise<void> {
  const { organizationId } = event;
  const uninstalled = {
    action: "remove" as const,
    adapter: host.adapter(),
    conversationId: organizationId,
    id: `${organizationId}:${event.createdAt}`,
    tenantId: organizationId,
    raw: event,
  };
  // `processUninstalled` is optional in older versions of chat.
  await runChatTasks(options, (tracked) => host.chat().processUninstalled?.(uninstalled, tracked));
}
