import type { Adapter, ChatInstance, Logger } from "chat";
import type { CredentialSource, Identity, LinearAuth } from "../credentials/auth.js";
import { notInstalled } from "../credentials/installation-errors.js";
import { LinearAdapterError } from "../errors.js";
import type { LinearInstallation } from "../installations/installation.js";
import type { InstallationStore } from "../installations/installation-store.js";
import type { Clock } from "../util/clock.js";
import type { LinearEndpoints } from "../util/endpoints.js";
import { exchangeCallback } from "./oauth-callback.js";
import type { OrganizationContext } from "./organization-context.js";

/** Options of `handleOAuthCallback`. */
export interface OAuthCallbackOptions {
  /** The redirect URI of the authorization request, exactly. */
  redirectUri: string;
}

export interface OAuthCallbackResult {
  organizationId: string;
  installation: LinearInstallation;
}

/** The organizations that have installed the app. */
export interface InstallationManager {
  set(organizationId: string, installation: LinearInstallation): Promise<void>;
  get(organizationId: string): Promise<LinearInstallation | null>;
  delete(organizationId: string): Promise<void>;
  /** With tokens that live on for a while. */
  refresh(installation: LinearInstallation): Promise<LinearInstallation>;
  handleOAuthCallback(request: Request, options: OAuthCallbackOptions, adapter: Adapter): Promise<OAuthCallbackResult>;
  run<Result>(organization: string | LinearInstallation, work: () => Promise<Result> | Result): Promise<Result>;
}

export interface InstallationManagerParts {
  auth: LinearAuth;
  credentials: CredentialSource;
  installations: InstallationStore;
  context: OrganizationContext;
  endpoints: LinearEndpoints;
  fetch: typeof fetch;
  clock: Clock;
  random: () => number;
  chat: () => ChatInstance;
  logger: Logger;
}

export function createInstallationManager(parts: InstallationManagerParts): InstallationManager {
  const { auth, credentials, installations, context, chat, logger } = parts;

  /** Takes over what a host keeps elsewhere, unless we have renewed it since: renewed tokens need a place to live. */
  const adopt = async (given: LinearInstallation): Promise<void> => {
    const stored = await installations.get(given.organizationId);
    if (stored === undefined || isNewer(given, stored)) await installations.set(given);
  };

  const identify = async (organizationId: string): Promise<Identity | undefined> => {
    const identity = await credentials.knownIdentity(organizationId);
    if (identity === undefined && auth.kind === "app") throw notInstalled(organizationId);
    return identity;
  };

  return {
    set: async (organizationId, installation) => {
      if (installation.organizationId !== organizationId) {
        throw new LinearAdapterError(
          "INPUT_REFUSED",
          `The installation is one of organization ${installation.organizationId}, not of ${organizationId}`,
        );
      }
      await installations.set(installation);
      logger.info("Linear installation saved", { organizationId });
    },
    get: async (organizationId) => (await installations.get(organizationId)) ?? null,
    delete: async (organizationId) => {
      await installations.delete(organizationId);
      logger.info("Linear installation deleted", { organizationId });
    },

    handleOAuthCallback: async (request, options, adapter) => {
      if (auth.kind !== "app") {
        throw new LinearAdapterError(
          "CONFIG_INVALID",
          "handleOAuthCallback is for multi-tenant apps: give createLinearAdapter a clientId and a clientSecret",
        );
      }
      // A code works once: whoever is not started yet keeps it.
      const host = chat();
      const installation = await exchangeCallback(request, options.redirectUri, auth, parts);
      const { organizationId, botUserId } = installation;
      await installations.set(installation);
      logger.info("Linear installation saved", { organizationId });
      // Optional in older versions of chat.
      host.processInstalled?.({
        action: "add",
        adapter,
        conversationId: organizationId,
        id: `${organizationId}:${botUserId}`,
        tenantId: organizationId,
        raw: { organizationId, botUserId },
      });
      return { organizationId, installation };
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
      const turn = context.current()?.turn;
      return await context.run({ organizationId, identity, turn }, async () => await work());
    },
  };
}

function isNewer(given: LinearInstallation, stored: LinearInstallation): boolean {
  const expiryOf = ({ expiresAt }: LinearInstallation): number => expiresAt ?? Number.POSITIVE_INFINITY;
  return given.accessToken !== stored.accessToken && expiryOf(given) > expiryOf(stored);
}
