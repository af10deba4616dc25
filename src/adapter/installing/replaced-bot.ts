import type { Logger } from "chat";
import { isLinearAdapterError } from "../../errors.js";
import type { LinearInstallation } from "../../installations/installation.js";
import type { InstallationStore } from "../../installations/installation-store.js";

/**
 * The app's user that an organization's installation has, where the new one has another: that happens when the app was
 * removed and nobody heard of it, and when somebody brings tokens from elsewhere. It is said in the log.
 */
export async function findReplacedBot(
  { organizationId, botUserId }: LinearInstallation,
  { installations, logger }: { installations: Pick<InstallationStore, "get">; logger: Pick<Logger, "warn"> },
): Promise<{ previousBotUserId?: string }> {
  const previousBotUserId = (await findStored(organizationId, installations))?.botUserId;
  if (!previousBotUserId || previousBotUserId === botUserId) return {};
  logger.warn(
    "An installation replaces one of another app user: threads know the bot by its old id. Make sure that the app was installed again on purpose",
    { organizationId, botUserId, previousBotUserId },
  );
  return { previousBotUserId };
}

/** A record that nobody can read is no reason against a new one. */
async function findStored(
  organizationId: string,
  installations: Pick<InstallationStore, "get">,
): Promise<LinearInstallation | undefined> {
  try {
    return await installations.get(organizationId);
  } catch (error) {
    if (isLinearAdapterError(error, "INSTALLATION_UNREADABLE")) return undefined;
    throw error;
  }
}
