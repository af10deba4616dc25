import type { Logger } from "chat";
import type { LinearAuth } from "../../credentials/auth.js";
import type { Diagnose } from "../../diagnostics/diagnose.js";
import { LinearAdapterError } from "../../errors.js";
import type { LinearInstallation } from "../../installations/installation.js";
import type { InstallationStore } from "../../installations/installation-store.js";
import { buildAuthorizationUrl } from "../../oauth/authorization-url.js";
import { MAX_RETURN_ADDRESS, toReturnAddress } from "../../oauth/return-address.js";
import { findMissingScopes, parseScopes } from "../../oauth/scopes.js";
import { createOAuthTransactions, isOwnState } from "../../oauth/transaction.js";
import type { ChatHost } from "../../util/chat-host.js";
import { runChatTasks } from "../../util/chat-tasks.js";
import type { LinearEndpoints } from "../../util/endpoints.js";
import { resolveSecret } from "../../util/secret.js";
import type { LinearAdapterMode } from "../../webhook/adapter-mode.js";
import { DEFAULT_SCOPES } from "../config/resolve-auth.js";
import { createCallbackState, type StateOptions, type StateRule } from "./callback-state.js";
import { type CallbackParts, exchangeCode, readAnswer } from "./oauth-callback.js";
import { findReplacedBot } from "./replaced-bot.js";

/** Options of `installUrl`. */
export interface InstallUrlOptions {
  /** Where Linear sends the person back to: one of the app's registered redirect URIs. */
  redirectUri: string;
  /** Default: what the adapter's mode needs. */
  scopes?: readonly string[] | undefined;
  /** `consent` asks people again who have agreed before, so that they can pick another workspace. */
  prompt?: "consent" | undefined;
  /** Where the person goes afterwards: a path, or an address on the redirect URI's origin. */
  returnTo?: string | undefined;
  /**
   * What only the browser of the person has who asked for this URL, such as the id of its session at your site. The
   * callback then has to come through `handleOAuthCallback` with the same one, so that nobody can finish an installation
   * in another person's browser. Without it, the installation may be finished in any browser.
   */
  boundTo?: string | undefined;
}

/** Options of `handleOAuthCallback`. */
export interface OAuthCallbackOptions extends StateOptions {
  /** The redirect URI of the authorization request, exactly. */
  redirectUri: string;
}

/** The result of an installation, which is stored already. */
export interface OAuthCallbackResult {
  organizationId: string;
  installation: LinearInstallation;
  /** The `returnTo` that the installation began with, as an absolute address. */
  returnTo?: string;
  /** The app's user that the organization's installation had until now, where that was another one. */
  previousBotUserId?: string;
}

/** The way to Linear and back. */
export interface OAuthFlow {
  begin(options: InstallUrlOptions): Promise<{ url: URL; state: string }>;
  finish(request: Request, options: OAuthCallbackOptions, rule: StateRule): Promise<OAuthCallbackResult>;
  clientSecret(): Promise<string>;
  /** @throws {LinearAdapterError} `CONFIG_INVALID` for an adapter that is no multi-tenant app, and for a wrong address. */
  check(redirectUri: string): void;
}

export interface OAuthFlowParts extends Omit<CallbackParts, "endpoints"> {
  config: { auth: LinearAuth; endpoints: LinearEndpoints; mode: LinearAdapterMode };
  installations: Pick<InstallationStore, "get" | "set">;
  host: Pick<ChatHost, "adapter" | "chat" | "state">;
  logger: Logger;
  diagnose: Diagnose;
}

export function createOAuthFlow(parts: OAuthFlowParts): OAuthFlow {
  const { host, installations, logger } = parts;
  const { auth: given, endpoints, mode } = parts.config;
  const clientSecret = async (): Promise<string> => await resolveSecret(requireApp(given).clientSecret);
  const transactions = createOAuthTransactions({ state: host.state, clock: parts.clock, clientSecret });
  const callbackState = createCallbackState({ transactions, clientSecret, logger });

  async function announce(
    { organizationId, botUserId, installedAt }: LinearInstallation,
    replaced: { previousBotUserId?: string },
  ): Promise<void> {
    await runChatTasks({}, (tracked) =>
      // `processInstalled` is optional in older versions of chat.
      host.chat().processInstalled?.(
        {
          action: "add",
          adapter: host.adapter(),
          conversationId: organizationId,
          id: `${organizationId}:${botUserId}:${installedAt}`,
          tenantId: organizationId,
          raw: { organizationId, botUserId, ...replaced },
        },
        tracked,
      ),
    );
  }

  return {
    clientSecret,

    check(redirectUri) {
      requireApp(given);
      checkRedirectUri(redirectUri);
    },

    async begin(options) {
      const { redirectUri, scopes, prompt, returnTo, boundTo } = options;
      const auth = requireApp(given);
      // It mostly is the id of a session: to build a URL for any browser then would undo what it is there for.
      if ("boundTo" in options && !boundTo) throw boundToNothing();
      checkRedirectUri(redirectUri);
      const asked = parseScopes(scopes?.length ? scopes : DEFAULT_SCOPES[mode]);
      const request = { clientId: await resolveSecret(auth.clientId), redirectUri, scopes: asked, endpoints };
      // Building the URL finds wrong scopes before anything is kept.
      buildAuthorizationUrl(request);
      const address = returnTo === undefined ? {} : { returnTo: resolveReturnTo(returnTo, redirectUri) };
      const { state, codeChallenge } = await transactions.begin({ redirectUri, scopes: asked, ...address }, boundTo);
      return { url: buildAuthorizationUrl({ ...request, state, codeChallenge, ...(prompt && { prompt }) }), state };
    },

    async finish(request, options, rule) {
      const { clientId, clientSecret } = requireApp(given);
      const { redirectUri } = options;
      if (!redirectUri) {
        const message = "redirectUri is missing: give the one of the authorization";
        throw new LinearAdapterError("OAUTH_CALLBACK_INVALID", message);
      }
      // `chat()` throws before the start, so that the code, which works once, is not used up then.
      host.chat();
      checkMethod(request);
      const query = new URL(request.url).searchParams;
      const answer = readAnswer(query);
      const state = query.get("state");
      // A refused request is told also when its state is not ours: whoever built the URL has to know, and nothing is at
      // stake where nothing is granted.
      if (answer.kind === "refused" && !isOwnState(state ?? "")) throw requestRefused(answer, "foreign");
      const transaction = await callbackState.settle(request, state, options, rule);
      if (answer.kind === "refused") throw requestRefused(answer, "own");
      if (answer.kind === "denied") throw denied(answer.reason);

      const grant = {
        kind: "authorization_code" as const,
        clientId: await resolveSecret(clientId),
        clientSecret: await resolveSecret(clientSecret),
        code: answer.code,
        redirectUri,
        ...(transaction && { codeVerifier: transaction.codeVerifier }),
      };
      const findMissing = (granted: readonly string[]): string[] =>
        transaction ? findMissingScopes(transaction.scopes, granted) : findMissingForMode(mode, granted);
      const installation = await exchangeCode(grant, findMissing, { ...parts, endpoints });
      const replaced = await findReplacedBot(installation, parts);
      await installations.set(installation);
      const { organizationId } = installation;
      logger.info("Linear installation saved", { organizationId });
      await announce(installation, replaced);
      const { returnTo } = transaction ?? {};
      return { organizationId, installation, ...(returnTo === undefined ? {} : { returnTo }), ...replaced };
    },
  };
}

// Either one makes the app an agent. https://linear.app/developers/agents
const EITHER_AGENT_SCOPE = ["app:mentionable", "app:assignable"];

/** The scopes that the bot can neither hear nor speak without, for URLs that a host has built. */
function findMissingForMode(mode: LinearAdapterMode, granted: readonly string[]): string[] {
  switch (mode) {
    case "comments":
      return findMissingScopes(["comments:create"], granted);
    case "agent-sessions":
    case "all": {
      const missing = findMissingScopes(EITHER_AGENT_SCOPE, granted);
      return [
        ...findMissingScopes(["write"], granted),
        ...(missing.length === EITHER_AGENT_SCOPE.length ? missing : []),
      ];
    }
  }
}

function requireApp(auth: LinearAuth): Extract<LinearAuth, { kind: "app" }> {
  if (auth.kind === "app") return auth;
  throw new LinearAdapterError(
    "CONFIG_INVALID",
    "Installations are for multi-tenant apps: give createLinearAdapter a clientId and a clientSecret",
  );
}

// A link preview's HEAD must not use up a code. POST is that of a page of the host's, which hands the address on.
function checkMethod({ method }: Request): void {
  if (method === "GET" || method === "POST") return;
  throw new LinearAdapterError(
    "OAUTH_CALLBACK_INVALID",
    `A callback does not come as ${method}: Linear redirects a GET`,
  );
}

function boundToNothing(): LinearAdapterError {
  return new LinearAdapterError("CONFIG_INVALID", "boundTo has no value: begin the installation in a session", {
    option: "boundTo",
  });
}

function checkRedirectUri(redirectUri: string): void {
  const url = URL.canParse(redirectUri) ? new URL(redirectUri) : undefined;
  if (url?.protocol === "https:" || url?.protocol === "http:") return;
  throw new LinearAdapterError("CONFIG_INVALID", "redirectUri is not an http(s) address", { option: "redirectUri" });
}

/** @throws {LinearAdapterError} `CONFIG_INVALID` */
export function resolveReturnTo(returnTo: string, redirectUri: string): string {
  const address = toReturnAddress(returnTo, redirectUri);
  if (address !== undefined) return address;
  throw new LinearAdapterError(
    "CONFIG_INVALID",
    `returnTo has to be a path, or an address on ${new URL(redirectUri).origin}, of at most ${MAX_RETURN_ADDRESS} characters`,
    { option: "returnTo" },
  );
}

/** @param state whether the callback belongs to an authorization URL of ours, or is anybody's. */
function requestRefused(
  { reason, advice }: { reason: string; advice: string },
  state: "own" | "foreign",
): LinearAdapterError {
  return new LinearAdapterError(
    "OAUTH_REQUEST_REFUSED",
    `Linear did not take the authorization URL (${reason}): ${advice}. oauthRoutes() and installUrl() build it as Linear wants it`,
    { reason, state },
  );
}

function denied(reason: string): LinearAdapterError {
  return new LinearAdapterError("OAUTH_DENIED", `The installation was not granted (${reason})`, { reason });
}
