import type { Logger } from "chat";
import type { LinearAuth } from "../../credentials/auth.js";
import type { Diagnose } from "../../diagnostics/diagnose.js";
import { LinearAdapterError } from "../../errors.js";
import type { LinearInstallation } from "../../installations/installation.js";
import type { InstallationStore } from "../../installations/installation-store.js";
import { buildAuthorizationUrl } from "../../oauth/authorization-url.js";
import { readBrowserNonce } from "../../oauth/browser-cookie.js";
import { MAX_RETURN_ADDRESS, toReturnAddress } from "../../oauth/return-address.js";
import { findMissingScopes, parseScopes } from "../../oauth/scopes.js";
import { isSameSecret } from "../../oauth/signature.js";
import { createOAuthTransactions, invalidState, isOwnState, type OAuthTransaction } from "../../oauth/transaction.js";
import type { ChatHost } from "../../util/chat-host.js";
import { runChatTasks } from "../../util/chat-tasks.js";
import type { LinearEndpoints } from "../../util/endpoints.js";
import { resolveSecret } from "../../util/secret.js";
import type { LinearAdapterMode } from "../../webhook/adapter-mode.js";
import { DEFAULT_SCOPES } from "../config/resolve-auth.js";
import { type CallbackParts, exchangeCode, readAnswer } from "./oauth-callback.js";

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
}

/** Options of `handleOAuthCallback`. */
export interface OAuthCallbackOptions {
  /** The redirect URI of the authorization request, exactly. */
  redirectUri: string;
  /**
   * The `state` that a host put into an authorization URL that it built itself. Given, but without a value (from a
   * session that is gone), it refuses every callback.
   */
  expectedState?: string | null | undefined;
}

/** The result of an installation, which is stored already. */
export interface OAuthCallbackResult {
  organizationId: string;
  installation: LinearInstallation;
  /** The `returnTo` that the installation began with, as an absolute address. */
  returnTo?: string;
}

/** The way to Linear and back. */
export interface OAuthFlow {
  /** @param browserNonce ties the transaction to whoever has it. */
  begin(options: InstallUrlOptions, browserNonce?: string): Promise<{ url: URL; state: string }>;
  /** @param rule whether only transactions of ours are finished. */
  finish(
    request: Request,
    options: OAuthCallbackOptions,
    rule: "own-state" | "any-state",
  ): Promise<OAuthCallbackResult>;
  clientSecret(): Promise<string>;
  /** @throws {LinearAdapterError} `CONFIG_INVALID` for an adapter that is no multi-tenant app, and for a wrong address. */
  check(redirectUri: string): void;
}

export interface OAuthFlowParts extends Omit<CallbackParts, "endpoints"> {
  config: { auth: LinearAuth; endpoints: LinearEndpoints; mode: LinearAdapterMode };
  installations: Pick<InstallationStore, "set">;
  host: Pick<ChatHost, "adapter" | "chat" | "state">;
  logger: Logger;
  diagnose: Diagnose;
}

export function createOAuthFlow(parts: OAuthFlowParts): OAuthFlow {
  const { host, installations, logger } = parts;
  const { auth: given, endpoints, mode } = parts.config;
  const clientSecret = async (): Promise<string> => await resolveSecret(requireApp(given).clientSecret);
  const transactions = createOAuthTransactions({ state: host.state, clock: parts.clock, clientSecret });
  let hasWarned = false;

  const warnOnce = (): void => {
    if (hasWarned) return;
    hasWarned = true;
    logger.warn(
      "handleOAuthCallback got neither expectedState nor a state of ours: make sure that you check state yourself, or use oauthRoutes() or installUrl()",
    );
  };

  /** The transaction that a callback belongs to, after which it is over; `undefined` for a host's own `state`. */
  async function settleState(
    request: Request,
    state: string | null,
    options: OAuthCallbackOptions,
    rule: "own-state" | "any-state",
  ): Promise<OAuthTransaction | undefined> {
    const isExpected = "expectedState" in options;
    if (isExpected && !isExpectedState(options.expectedState, state)) throw invalidState("it is not expectedState");
    if (state !== null && isOwnState(state)) {
      const browserNonce = readBrowserNonce(request.headers.get("cookie"), state, await clientSecret());
      return await transactions.finish(state, { redirectUri: options.redirectUri, browserNonce });
    }
    if (rule === "own-state") throw invalidState("it was not made by this app");
    if (!isExpected) warnOnce();
    return undefined;
  }

  async function announce({ organizationId, botUserId, installedAt }: LinearInstallation): Promise<void> {
    await runChatTasks({}, (tracked) =>
      // `processInstalled` is optional in older versions of chat.
      host.chat().processInstalled?.(
        {
          action: "add",
          adapter: host.adapter(),
          conversationId: organizationId,
          id: `${organizationId}:${botUserId}:${installedAt}`,
          tenantId: organizationId,
          raw: { organizationId, botUserId },
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

    async begin({ redirectUri, scopes, prompt, returnTo }, browserNonce) {
      const auth = requireApp(given);
      checkRedirectUri(redirectUri);
      const asked = parseScopes(scopes?.length ? scopes : DEFAULT_SCOPES[mode]);
      const request = { clientId: await resolveSecret(auth.clientId), redirectUri, scopes: asked, endpoints };
      // Building the URL finds wrong scopes before anything is kept.
      buildAuthorizationUrl(request);
      const address = returnTo === undefined ? {} : { returnTo: resolveReturnTo(returnTo, redirectUri) };
      const { state, codeChallenge } = await transactions.begin(
        { redirectUri, scopes: asked, ...address },
        browserNonce,
      );
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
      const query = new URL(request.url).searchParams;
      const answer = readAnswer(query);
      const state = query.get("state");
      // A refused request is told also when its state is not ours: whoever built the URL has to know, and nothing is at
      // stake where nothing is granted.
      if (answer.kind === "refused" && !isOwnState(state ?? "")) throw requestRefused(answer, "foreign");
      const transaction = await settleState(request, state, options, rule);
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
      await installations.set(installation);
      const { organizationId } = installation;
      logger.info("Linear installation saved", { organizationId });
      await announce(installation);
      const { returnTo } = transaction ?? {};
      return { organizationId, installation, ...(returnTo === undefined ? {} : { returnTo }) };
    },
  };
}

function isExpectedState(expected: string | null | undefined, state: string | null): boolean {
  return Boolean(expected) && isSameSecret(expected ?? "", state ?? "");
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
