import type { Adapter, ChatInstance, Logger } from "chat";
import type { CredentialSource, LinearAuth } from "../credentials/auth.js";
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

  const runIn = async <Result>(
    organizationId: string,
    userId: string | undefined,
    work: () => Promise<Result> | Result,
  ): Promise<Result> =>
    await context.run({ organizationId, userId, turn: context.current()?.turn }, async () => await work());

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
      const installation = await exchangeCallback(request, options.redirectUri, auth, parts);
      const { organizationId, botUserId } = installation;
      await installations.set(installation);
      logger.info("Linear installation saved", { organizationId });
      // Optional in older versions of chat.
      chat().processInstalled?.({
        action: "add",
        adapter,
        conversationId: organizationId,
        id: `${organizationId}:${botUserId}`,
        tenantId: organizationId,
        raw: { organizationId, botUserId },
      });
      return { organizationId, installation };
    },

    run: async (organization, work) => {
      const organizationId = typeof organization === "string" ? organization : organization.organizationId;
      if (auth.kind !== "app") {
        return await runIn(organizationId, (await credentials.knownIdentity(organizationId))?.userId, work);
      }
      const stored = await installations.get(organizationId);
      const given = typeof organization === "string" ? undefined : organization;
      // A host that keeps installations elsewhere hands one over: renewed tokens need a place to live.
      if (stored === undefined && given !== undefined) await installations.set(given);
      const installation = stored ?? given;
      if (installation) return await runIn(organizationId, installation.botUserId, work);
      throw new LinearAdapterError(
        "INSTALLATION_NOT_FOUND",
        `The app is not installed in organization ${organizationId}; send an administrator of it through the OAuth installation`,
        { organizationId },
      );
    },
  };
}
