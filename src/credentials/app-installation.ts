import type { LinearInstallation } from "../installations/installation.js";
import type { InstallationStore } from "../installations/installation-store.js";
import { toInstant } from "../util/instant.js";
import { createOncePerKey } from "../util/once-per-key.js";
import type { Credential, CredentialSource, LinearAuth } from "./auth.js";
import { toBearer } from "./authorization.js";
import { checkNotBroken } from "./broken-installation.js";
import { createEarlyRenewal } from "./early-renewal.js";
import { notInstalled, organizationUnknown } from "./installation-errors.js";
import { createInstallationRefresher, type RefresherParts } from "./installation-refresher.js";

// The margin is that of @chat-adapter/linear: long enough that a token outlives the call it is given to.
const REFRESH_MARGIN_MS = 5 * 60 * 1_000;

/**
 * The tokens of the organization that a call is for. The store is read on every call, so that a token that another
 * process has refreshed, or a new installation, is used at once.
 */
export function createAppInstallationSource(
  auth: Extract<LinearAuth, { kind: "app" }>,
  parts: RefresherParts,
): CredentialSource {
  const { installations, clock, logger } = parts;
  const { refresh } = createInstallationRefresher(auth, parts);
  const renewal = createEarlyRenewal(clock, logger);
  const onceInstalled = createOncePerKey();

  return {
    async getCredential(organizationId) {
      const installation = await readInstallation(installations, organizationId);
      if (installation.brokenSince !== undefined) return lastCredential(installation, clock.now());
      const lifetime = { expiresAt: expiryOf(installation), marginMs: REFRESH_MARGIN_MS };
      const fresh = await renewal.keepFresh(installation.organizationId, installation, lifetime, () =>
        refresh(installation),
      );
      return toCredential(fresh);
    },

    async reject(credential, organizationId) {
      const installation = await readInstallation(installations, organizationId ?? credential.organizationId);
      if (toCredential(installation).authorization !== credential.authorization) return true;
      if (installation.refreshToken === undefined) {
        const { organizationId: refused } = installation;
        // Not marked as broken: nothing would take the mark off if this was only passing.
        onceInstalled(`${refused} ${installation.installedAt ?? ""}`, () => {
          logger.error(
            "Linear refuses an access token that nothing renews: the organization must install the app again",
            {
              organizationId: refused,
            },
          );
        });
        return false;
      }
      await refresh(installation);
      return true;
    },

    async knownIdentity(organizationId) {
      const installation = organizationId === undefined ? undefined : await installations.get(organizationId);
      return (
        installation && {
          organizationId: installation.organizationId,
          userId: installation.botUserId,
          displayName: installation.appUserName,
          actor: "app",
        }
      );
    },
  };
}

async function readInstallation(
  installations: InstallationStore,
  organizationId: string | undefined,
): Promise<LinearInstallation> {
  if (organizationId === undefined) throw organizationUnknown();
  const installation = await installations.get(organizationId);
  if (installation === undefined) throw notInstalled(organizationId);
  return installation;
}

// An access token without a refresh token cannot be renewed: it is used until Linear refuses it.
function expiryOf({ expiresAt, refreshToken }: LinearInstallation): Date | undefined {
  return expiresAt === null || refreshToken === undefined ? undefined : toInstant(expiresAt);
}

/** A broken installation's access token may live on a while, and nothing replaces it. */
function lastCredential(installation: LinearInstallation, now: Date): Credential {
  const expiresAt = expiryOf(installation);
  if (expiresAt === undefined || expiresAt <= now) checkNotBroken(installation);
  return toCredential(installation);
}

function toCredential({ accessToken, organizationId }: LinearInstallation): Credential {
  return { authorization: toBearer(accessToken, "accessToken"), organizationId };
}
