import type { Logger } from "chat";
import type { CredentialSource, Identity, LinearAuth } from "../../credentials/auth.js";
import { notInstalled } from "../../credentials/installation-errors.js";
import { LinearAdapterError } from "../../errors.js";
import { hasSameTokens, type LinearInstallation } from "../../installations/installation.js";
import type { InstallationStore } from "../../installations/installation-store.js";
import { revokeToken } from "../../oauth/revoke.js";
import type { OrganizationContext } from "../../organizations/organization-context.js";
import type { CurrentWork, LooseEnds } from "../../sessions/turns/current-work.js";
import type { Awaitable } from "../../util/awaitable.js";
import type { LinearEndpoints } from "../../util/endpoints.js";
import { resolveSecret } from "../../util/secret.js";

/** Options of `deleteInstallation`. */
export interface DeleteInstallationOptions {
  /** Whether Linear is asked to end the tokens first. Default: `false`. */
  revoke?: boolean | undefined;
}

/** The organizations that have installed the app. */
export interface InstallationManager {
  set(organizationId: string, installation: LinearInstallation): Promise<void>;
  get(organizationId: string): Promise<LinearInstallation | null>;
  /** @throws {LinearAdapterError} when the tokens could not be revoked; the record is gone then, too. */
  delete(organizationId: string, options?: DeleteInstallationOptions): Promise<void>;
  /** Resolves to the installation with tokens that live on for a while. */
  refresh(installation: LinearInstallation): Promise<LinearInstallation>;
  run<Result>(organization: string | LinearInstallation, work: () => Promise<Result> | Result): Promise<Result>;
}

export interface InstallationManagerParts {
  config: { auth: LinearAuth; endpoints: LinearEndpoints };
  credentials: CredentialSource;
  installations: InstallationStore;
  context: OrganizationContext;
  work: Pick<CurrentWork, "watch">;
  /** Sends at once what work in an organization has left to say. */
  flush: (said: LooseEnds) => Awaitable<void>;
  fetch: typeof fetch;
  logger: Logger;
}

export function createInstallationManager(parts: InstallationManagerParts): InstallationManager {
  const { credentials, installations, context, logger } = parts;
  const { auth, endpoints } = parts.config;
  const oauth = { endpoints, fetch: parts.fetch };

  /** Stores what a host keeps elsewhere, unless we have renewed it since: renewed tokens need a place to live. */
  const adopt = async (given: LinearInstallation): Promise<void> => {
    const choose = (stored: LinearInstallation | undefined): LinearInstallation =>
      stored === undefined || isNewer(given, stored) ? given : stored;
    // Most calls find what is stored already, and need not wait for anybody.
    const stored = await installations.get(given.organizationId);
    if (choose(stored) !== stored) await installations.update(given.organizationId, choose);
  };

  const identify = async (organizationId: string): Promise<Identity | undefined> => {
    const identity = await credentials.knownIdentity(organizationId);
    if (identity === undefined && auth.kind === "app") throw notInstalled(organizationId);
    return identity;
  };

  /** Revokes the refresh token first: what it could still give ends with it. */
  const revokeTokens = async ({ organizationId, accessToken, refreshToken }: LinearInstallation): Promise<void> => {
    const app = auth.kind === "app" ? await resolveClient(auth, organizationId) : {};
    if (refreshToken !== undefined) {
      await revokeToken({ ...app, token: refreshToken, tokenTypeHint: "refresh_token" }, oauth);
    }
    await revokeToken({ ...app, token: accessToken, tokenTypeHint: "access_token" }, oauth);
  };

  /** The record is read before anything is deleted: one that no key opens stays. */
  const revokeAndDelete = async (organizationId: string): Promise<void> => {
    const installation = await installations.get(organizationId);
    let removed: LinearInstallation | undefined;
    try {
      if (installation) await revokeTokens(installation);
    } finally {
      // The record goes in any case: whoever asks for this wants the tokens gone from here.
      await installations.update(organizationId, (current) => {
        removed = current;
        return undefined;
      });
    }
    // A refresh that was under way may have stored another pair meanwhile.
    if (installation && removed && !hasSameTokens(installation, removed)) await revokeTokens(removed);
  };

  return {
    set: async (organizationId, installation) => {
      if (installation.organizationId !== organizationId) {
        throw new LinearAdapterError(
          "INPUT_REFUSED",
          `The installation is one of organization ${installation.organizationId}, not of ${organizationId}`,
        );
      }
      if ((await installations.set(installation)) === "stored") {
        logger.info("Linear installation saved", { organizationId });
      } else {
        logger.warn("An installation was not saved: a later one of the organization is stored", { organizationId });
      }
    },
    get: async (organizationId) => (await installations.get(organizationId)) ?? null,
    delete: async (organizationId, { revoke = false } = {}) => {
      await (revoke ? revokeAndDelete(organizationId) : installations.delete(organizationId));
      logger.info("Linear installation deleted", { organizationId });
    },

    refresh: async (installation) => {
      if (auth.kind !== "app") return installation;
      const { organizationId } = installation;
      await adopt(installation);
      await credentials.getCredential(organizationId);
      return (await installations.get(organizationId)) ?? installation;
    },

    run: async (organization, work) => {
      const organizationId = typeof organization === "string" ? organization : organization.organizationId;
      if (auth.kind === "app" && typeof organization !== "string") await adopt(organization);
      const identity = await identify(organizationId);
      return await parts.work.watch(async (said) => {
        try {
          return await context.run({ organizationId, identity }, async () => await work());
        } finally {
          await parts.flush(said);
        }
      });
    },
  };
}

async function resolveClient(
  { clientId, clientSecret }: Extract<LinearAuth, { kind: "app" }>,
  organizationId: string,
): Promise<{ clientId: string; clientSecret: string }> {
  return {
    clientId: await resolveSecret(clientId, organizationId),
    clientSecret: await resolveSecret(clientSecret, organizationId),
  };
}

function isNewer(given: LinearInstallation, stored: LinearInstallation): boolean {
  if (given.installedAt !== undefined && stored.installedAt !== undefined && given.installedAt < stored.installedAt) {
    return false;
  }
  const expiryOf = ({ expiresAt }: LinearInstallation): number => expiresAt ?? Number.POSITIVE_INFINITY;
  return given.accessToken !== stored.accessToken && expiryOf(given) > expiryOf(stored);
}
