import { LinearAdapterError } from "../errors.js";
import { resolveEndpoints } from "../util/endpoints.js";
import { readId, readNumber, readOptional, UnexpectedValueError } from "../util/json.js";
import { type FormAnswer, type OAuthRequestParts, postForm } from "./post-form.js";
import { parseScopes } from "./scopes.js";
import { toTokenRefusal } from "./token-refusal.js";

/** What is given for a token. A `clientSecret` may be left out where the code was asked for with PKCE. */
export type TokenGrant =
  | {
      kind: "authorization_code";
      clientId: string;
      clientSecret?: string;
      code: string;
      /** The same as in the authorization URL. */
      redirectUri: string;
      /** With PKCE: the verifier whose challenge was in the authorization URL. */
      codeVerifier?: string;
    }
  | { kind: "refresh_token"; clientId: string; clientSecret?: string; refreshToken: string }
  | {
      kind: "client_credentials";
      clientId: string;
      clientSecret: string;
      /** Always the same set: another one revokes the app's live tokens. */
      scopes: readonly string[];
    };

/** Linear's answer to a token request. */
export interface TokenGrantResult {
  accessToken: string;
  /** Replaces the one that was sent. Client-credentials tokens have none. */
  refreshToken?: string;
  /** Reckoned from just before the request went out. Missing when the token does not expire. */
  expiresAt?: Date;
  scopes: string[];
}

/**
 * Asks Linear for tokens: exchanges a code, refreshes a pair, or gets an app token.
 *
 * Lost requests are sent up to three times where that is safe: a refresh token may be replayed for 30 minutes after its
 * first use and yields its replacement, while a code works once.
 * https://linear.app/developers/oauth-2-0-authentication
 *
 * @throws {LinearAdapterError} `TOKEN_REQUEST_FAILED` when Linear refuses (`facts`: grant, status, and a reason such as
 * `invalid_grant` or `invalid_client`), `LINEAR_UNREACHABLE`, `RESPONSE_INVALID`.
 * @throws {LinearRateLimitError} for HTTP 429.
 */
export async function requestToken(grant: TokenGrant, parts: OAuthRequestParts = {}): Promise<TokenGrantResult> {
  const { endpoints = resolveEndpoints() } = parts;
  const repeat = grant.kind === "authorization_code" ? "if-unsent" : "always";
  const answer = await postForm(endpoints.token, toForm(grant), repeat, parts);
  if (answer.status >= 400) throw toTokenRefusal(grant.kind, answer);
  return readResult(grant.kind, answer);
}

function toForm(grant: TokenGrant): URLSearchParams {
  const form = new URLSearchParams({ grant_type: grant.kind, client_id: grant.clientId });
  if (grant.clientSecret !== undefined) form.set("client_secret", grant.clientSecret);
  switch (grant.kind) {
    case "authorization_code":
      form.set("code", grant.code);
      form.set("redirect_uri", grant.redirectUri);
      if (grant.codeVerifier !== undefined) form.set("code_verifier", grant.codeVerifier);
      return form;
    case "refresh_token":
      form.set("refresh_token", grant.refreshToken);
      return form;
    case "client_credentials":
      form.set("scope", parseScopes(grant.scopes).join(","));
      return form;
  }
}

function readResult(grant: TokenGrant["kind"], { status, body = {}, sentAt }: FormAnswer): TokenGrantResult {
  try {
    const refreshToken = readOptional(readId, body, "refresh_token", "token");
    const expiresIn = readOptional(readNumber, body, "expires_in", "token");
    return {
      accessToken: readId(body, "access_token", "token"),
      ...(refreshToken === undefined ? {} : { refreshToken }),
      ...(expiresIn === undefined ? {} : { expiresAt: new Date(sentAt.getTime() + expiresIn * 1_000) }),
      scopes: readScopes(body.scope),
    };
  } catch (error) {
    if (!(error instanceof UnexpectedValueError)) throw error;
    throw new LinearAdapterError(
      "RESPONSE_INVALID",
      `The token endpoint answered with something else than a token: ${error.message}; check that apiUrl is Linear's`,
      { grant, status, path: error.path },
    );
  }
}

function readScopes(scope: unknown): string[] {
  const words: unknown[] = [scope].flat();
  return parseScopes(words.filter((word) => typeof word === "string"));
}
