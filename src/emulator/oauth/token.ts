import { createHash } from "node:crypto";
import type { AppRecord } from "../app-records.js";
import { installApp } from "../directory.js";
import type { Answer, HttpRequest } from "../server.js";
import type { World } from "../world.js";
import type { AuthorizationCode } from "./authorize.js";
import { type ClientClaim, oauthError, readClient, readForm, readScopes } from "./form.js";
import type { IssuedTokens, Tokens } from "./tokens.js";

interface TokenParts {
  world: World;
  tokens: Tokens;
  codes: ReadonlyMap<string, AuthorizationCode>;
}

type Grant = (parts: TokenParts, form: URLSearchParams, client: ClientClaim) => Answer;

const GRANTS: Readonly<Record<string, Grant>> = {
  authorization_code: exchangeCode,
  refresh_token: refresh,
  client_credentials: grantClientCredentials,
};

const REFUSED_CLIENT = (): Answer => oauthError("invalid_client", "The client could not be authenticated");
const REFUSED_GRANT = (): Answer => oauthError("invalid_grant", "The grant is invalid, has expired or was used before");

/** `POST /oauth/token`. */
export function handleToken(parts: TokenParts, request: HttpRequest): Answer {
  const form = readForm(request);
  if (form === undefined) return oauthError("invalid_request", "The body has to be form-encoded");
  const grant = GRANTS[form.get("grant_type") ?? ""];
  if (grant === undefined) return oauthError("unsupported_grant_type", "The grant type is not supported");
  return grant(parts, form, readClient(parts.world, request, form));
}

function exchangeCode({ world, tokens, codes }: TokenParts, form: URLSearchParams, client: ClientClaim): Answer {
  if (client.kind === "none" || client.kind === "wrong") return REFUSED_CLIENT();
  const code = codes.get(form.get("code") ?? "");
  const isGood =
    code &&
    !code.isUsed &&
    code.app === client.app &&
    code.redirectUri === form.get("redirect_uri") &&
    code.expiresAtMs > world.now().getTime();
  if (!isGood || !isVerified(code, form.get("code_verifier"))) return REFUSED_GRANT();
  if (client.kind === "identified" && code.challenge === undefined) return REFUSED_CLIENT();
  code.isUsed = true;
  const pair = tokens.issuePair({
    app: code.app,
    user: requesterOf(world, code),
    grantId: world.newId(),
    scopes: code.scopes,
    isPublicClient: client.kind === "identified",
  });
  return tokenAnswer(pair);
}

/** `actor=app` installs the app, and its token stands for the app user. */
function requesterOf(world: World, code: AuthorizationCode): AuthorizationCode["person"] {
  const organization = world.state.organizations.get(code.organizationId);
  if (code.actor === "user" || organization === undefined) return code.person;
  const { appUserId } = installApp(world, code.app, organization);
  return world.state.users.get(appUserId) ?? code.person;
}

function isVerified({ challenge }: AuthorizationCode, verifier: string | null): boolean {
  if (challenge === undefined) return true;
  if (verifier === null) return false;
  const expected = challenge.method === "plain" ? verifier : createHash("sha256").update(verifier).digest("base64url");
  return expected === challenge.value;
}

/** A new pair for each refresh; during the grace an old token gives again what it gave first. */
function refresh({ world, tokens }: TokenParts, form: URLSearchParams, client: ClientClaim): Answer {
  if (client.kind === "none" || client.kind === "wrong") return REFUSED_CLIENT();
  const token = tokens.findRefreshToken(form.get("refresh_token") ?? "");
  const user = token && world.state.users.get(token.userId);
  if (user === undefined || token === undefined || token.revoked || token.appId !== client.app.id)
    return REFUSED_GRANT();
  if (client.kind === "identified" && !token.isPublicClient) return REFUSED_CLIENT();
  const nowMs = world.now().getTime();
  if (token.used) {
    const isInGrace = nowMs - token.used.atMs < world.options.refreshReplayGraceMs;
    return isInGrace ? tokenAnswer(token.used.replacement) : REFUSED_GRANT();
  }
  const replacement = tokens.issuePair({
    app: client.app,
    user,
    grantId: token.grantId,
    scopes: token.scopes,
    isPublicClient: token.isPublicClient,
  });
  token.used = { atMs: nowMs, replacement };
  return tokenAnswer(replacement);
}

/** For the owner's workspace, which is the first. Another set of scopes ends the tokens there are. */
function grantClientCredentials({ world, tokens }: TokenParts, form: URLSearchParams, client: ClientClaim): Answer {
  if (client.kind !== "authenticated") return REFUSED_CLIENT();
  const scopes = readScopes(form.get("scope"), "app");
  if (scopes === undefined) return oauthError("invalid_scope", "The scope is missing or not valid");
  const [organization] = world.state.organizations.values();
  const installation = organization && installApp(world, client.app, organization);
  const user = installation && world.state.users.get(installation.appUserId);
  if (user === undefined) return REFUSED_GRANT();
  endOtherScopes(world, client.app, scopes);
  const expiresInMs = world.options.clientCredentialsTtlMs;
  const token = tokens.issueAccessToken({
    user,
    appId: client.app.id,
    grantId: world.newId(),
    scopes,
    expiresInMs,
    isClientCredentials: true,
  });
  return tokenAnswer({
    accessToken: token.value,
    refreshToken: undefined,
    expiresIn: Math.floor(expiresInMs / 1_000),
    scopes,
  });
}

// Up to 1000 tokens may live beside each other if their scopes agree.
// https://linear.app/developers/oauth-2-0-authentication
function endOtherScopes(world: World, app: AppRecord, scopes: readonly string[]): void {
  const setOf = (list: readonly string[]): string => [...list].sort().join(" ");
  for (const token of world.state.tokens.values()) {
    const isOfApp = token.appId === app.id && token.isClientCredentials;
    if (isOfApp && setOf(token.scopes) !== setOf(scopes)) token.revoked = true;
  }
}

/** `scope` is separated by spaces, app scopes first: not the order of the request. */
function tokenAnswer(tokens: IssuedTokens): Answer {
  const isAppScope = (scope: string): boolean => scope.startsWith("app:");
  const scopes = [...tokens.scopes.filter(isAppScope), ...tokens.scopes.filter((scope) => !isAppScope(scope))];
  return {
    status: 200,
    body: JSON.stringify({
      access_token: tokens.accessToken,
      token_type: "Bearer",
      expires_in: tokens.expiresIn,
      scope: scopes.join(" "),
      refresh_token: tokens.refreshToken,
    }),
    headers: { "Content-Type": "application/json; charset=utf-8" },
  };
}
