import type { AppRecord } from "../app-records.js";
import type { UserRecord } from "../records.js";
import type { Answer, HttpRequest } from "../server.js";
import type { World } from "../world.js";
import { readScopes } from "./form.js";

/** What a person said yes to. A code is good once and for ten minutes. */
export interface AuthorizationCode {
  value: string;
  app: AppRecord;
  organizationId: string;
  person: UserRecord;
  actor: "user" | "app";
  scopes: readonly string[];
  redirectUri: string;
  challenge: { value: string; method: "S256" | "plain" } | undefined;
  expiresAtMs: number;
  isUsed: boolean;
}

/** Who answers the consent page, and how. */
export type Consent =
  | { kind: "granted"; person: UserRecord }
  /** The code that the redirect carries as `error`. */
  | { kind: "denied"; error: string };

const CODE_TTL_MS = 10 * 60_000;

/** `GET /oauth/authorize`: where Linear would show a page, the consent is given at once. */
export function handleAuthorize(
  world: World,
  request: HttpRequest,
  codes: Map<string, AuthorizationCode>,
  consent: Consent,
): Answer {
  const query = request.url.searchParams;
  const app = [...world.state.apps.values()].find((candidate) => candidate.clientId === query.get("client_id"));
  const redirectUri = query.get("redirect_uri");
  const mayRedirect = app && redirectUri !== null && isRegistered(app, redirectUri);
  // An unknown client or address is never redirected to: RFC 6749, section 4.1.2.1.
  if (!mayRedirect) return { status: 400, body: "Invalid client_id or redirect_uri" };

  const answer = (parameters: Record<string, string>): Answer => redirect(redirectUri, query.get("state"), parameters);
  if (query.get("response_type") !== "code") return answer({ error: "unsupported_response_type" });
  const actor = query.get("actor") === "app" || query.get("actor") === "application" ? "app" : "user";
  const scopes = readScopes(query.get("scope"), actor);
  if (scopes === undefined) return answer({ error: "invalid_scope", error_description: "A scope is not valid" });
  if (consent.kind === "denied") return answer({ error: consent.error, error_description: "The consent was refused" });

  const code: AuthorizationCode = {
    value: world.newId().replaceAll("-", ""),
    app,
    organizationId: consent.person.organizationId,
    person: consent.person,
    actor,
    scopes,
    redirectUri,
    challenge: readChallenge(query),
    expiresAtMs: world.now().getTime() + CODE_TTL_MS,
    isUsed: false,
  };
  codes.set(code.value, code);
  return answer({ code: code.value });
}

const isRegistered = (app: AppRecord, redirectUri: string): boolean =>
  URL.canParse(redirectUri) && (app.redirectUris.length === 0 || app.redirectUris.includes(redirectUri));

function readChallenge(query: URLSearchParams): AuthorizationCode["challenge"] {
  const value = query.get("code_challenge");
  if (value === null) return undefined;
  return { value, method: query.get("code_challenge_method") === "S256" ? "S256" : "plain" };
}

function redirect(redirectUri: string, state: string | null, parameters: Record<string, string>): Answer {
  const location = new URL(redirectUri);
  for (const [name, value] of Object.entries(parameters)) location.searchParams.set(name, value);
  if (state !== null) location.searchParams.set("state", state);
  return { status: 302, body: "", headers: { Location: location.href } };
}
