import type { Faults } from "../faults.js";
import { performWithFault } from "../perform-with-fault.js";
import type { Routes } from "../server.js";
import type { Traffic } from "../traffic.js";
import type { World } from "../world.js";
import { type AuthorizationCode, type Consent, handleAuthorize } from "./authorize.js";
import { oauthError, readForm } from "./form.js";
import { handleRevoke } from "./revoke.js";
import { handleToken } from "./token.js";
import type { Tokens } from "./tokens.js";

interface OAuthParts {
  world: World;
  tokens: Tokens;
  faults: Faults;
  traffic: Traffic;
  /** Who answers the consent page now. */
  consent: () => Consent;
}

/** The routes below `/oauth`. */
export function createOAuthRoutes({ world, tokens, faults, traffic, consent }: OAuthParts): Routes {
  const codes = new Map<string, AuthorizationCode>();

  return {
    "GET /oauth/authorize": (request) => handleAuthorize(world, request, codes, consent()),

    "POST /oauth/token": async (request) => {
      const at = world.now();
      const grant = readForm(request)?.get("grant_type") ?? undefined;
      const perform = (): ReturnType<typeof handleToken> => handleToken({ world, tokens, codes }, request);
      const answer = await performWithFault(faults.meet("token", grant), perform, {
        unauthorized: () => oauthError("invalid_client", "The client could not be authenticated", 401),
        rateLimited: (retryAfterMs) => ({
          status: 429,
          body: JSON.stringify({ error: "rate_limited" }),
          headers: { "Retry-After": String(Math.ceil(retryAfterMs / 1_000)) },
        }),
        error: (type, message) => oauthError(type, message),
      });
      traffic.recordTokenRequest({ grant, status: answer === "dropped" ? "dropped" : answer.status, at });
      return answer;
    },

    "POST /oauth/revoke": (request) => handleRevoke(world, tokens, request),
  };
}
