import type { Logger } from "chat";
import type { LinearInstallation } from "../installations/installation.js";
import type { InstallationStore } from "../installations/installation-store.js";
import type { Identity, LinearAuth } from "./auth.js";
import { toBearer } from "./authorization.js";

/**
 * Keeps what Linear told of who we are, in the stored installation whose credential it was asked with. Never rejects: it
 * is only known for longer then.
 * @param authorization that of the question.
 */
export type KeepIdentity = (identity: Identity, authorization: string) => Promise<void>;

export interface KeepIdentityParts {
  installations: InstallationStore;
  logger: Pick<Logger, "info" | "warn">;
}

export function createKeepIdentity(auth: LinearAuth, parts: KeepIdentityParts): KeepIdentity {
  switch (auth.kind) {
    case "api-key":
    case "access-token":
    case "client-credentials":
      return async () => {};
    case "app":
      return (identity, authorization) => keepInInstallation(identity, authorization, parts);
  }
}

async function keepInInstallation(identity: Identity, authorization: string, parts: KeepIdentityParts): Promise<void> {
  const { installations, logger } = parts;
  const { organizationId, userId, displayName } = identity;
  const isNews = (stored: LinearInstallation | undefined): stored is LinearInstallation =>
    stored !== undefined &&
    // The record may have come from a new installation meanwhile, and the answer was about the old one.
    toBearer(stored.accessToken, "accessToken") === authorization &&
    (stored.botUserId !== userId || stored.appUserName !== displayName);
  try {
    // Most answers tell nothing new, and then nobody waits for the others.
    if (!isNews(await installations.get(organizationId))) return;
    let isKept = false;
    await installations.update(organizationId, (stored) => {
      isKept = isNews(stored);
      return isNews(stored) ? { ...stored, botUserId: userId, appUserName: displayName } : stored;
    });
    if (isKept) logger.info(`The app is called @${displayName} in Linear now`, { organizationId });
  } catch (error) {
    logger.warn("The name of the app in Linear could not be kept; Linear is asked again", { organizationId, error });
  }
}
