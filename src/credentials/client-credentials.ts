import type { Logger } from "chat";
import { type Diagnose, measure } from "../diagnostics/diagnose.js";
import { LOCKED_TRY_TIMEOUT_MS } from "../installations/shared-lock.js";
import { parseScopes } from "../oauth/scopes.js";
import { requestToken } from "../oauth/token-request.js";
import type { Clock } from "../util/clock.js";
import type { LinearEndpoints } from "../util/endpoints.js";
import { resolveSecret } from "../util/secret.js";
import { createSingleFlight } from "../util/single-flight.js";
import type { AppToken, AppTokenShare } from "./app-token-share.js";
import type { Credential, CredentialSource, LinearAuth } from "./auth.js";
import { toBearer } from "./authorization.js";
import { createEarlyRenewal } from "./early-renewal.js";

export interface ClientCredentialsParts {
  endpoints: LinearEndpoints;
  fetch: typeof fetch;
  clock: Clock;
  share: AppTokenShare;
  logger: Pick<Logger, "debug" | "warn">;
  diagnose: Diagnose;
}

const LONGEST_MARGIN_MS = 60 * 60 * 1_000;

/**
 * An app token for the workspace that owns the app, shared by all processes of the bot: they need not ask for one each,
 * and the older documentation allows a single live one.
 * https://linear.app/developers/oauth-2-0-authentication#client-credentials-tokens
 */
export function createClientCredentialsSource(
  auth: Extract<LinearAuth, { kind: "client-credentials" }>,
  { endpoints, fetch, clock, share, logger, diagnose }: ClientCredentialsParts,
): CredentialSource {
  const obtainOnce = createSingleFlight<AppToken>();
  const renewal = createEarlyRenewal(clock, logger);
  // A function may give each organization another client.
  const slotOf = (organizationId: string | undefined): string =>
    typeof auth.clientId === "function" ? (organizationId ?? "") : "app";
  const current = new Map<string, AppToken>();
  const refused = new Map<string, string>();
  const scopes = parseScopes(auth.scopes).toSorted().join(",");

  async function fetchToken(clientId: string, organizationId: string | undefined): Promise<AppToken> {
    const clientSecret = await resolveSecret(auth.clientSecret, organizationId);
    const grant = { kind: "client_credentials", clientId, clientSecret, scopes: auth.scopes } as const;
    const askedAt = clock.now();
    const { accessToken, expiresAt } = await measure(
      clock,
      () => requestToken(grant, { endpoints, fetch, clock, timeoutMs: LOCKED_TRY_TIMEOUT_MS }),
      (measured) =>
        diagnose(
          { kind: "refresh", grant: grant.kind, ...measured },
          organizationId === undefined ? {} : { organizationId },
        ),
    );
    logger.debug("Got a Linear app token with client credentials");
    const lifetimeMs = expiresAt === undefined ? 0 : expiresAt.getTime() - askedAt.getTime();
    return { accessToken, expiresAt, marginMs: Math.min(LONGEST_MARGIN_MS, lifetimeMs / 10) };
  }

  async function obtain(slot: string, organizationId: string | undefined): Promise<AppToken> {
    const clientId = await resolveSecret(auth.clientId, organizationId);
    const unwanted = current.get(slot)?.accessToken ?? refused.get(slot);
    // Tokens of other scopes or another API are other tokens.
    const key = [endpoints.token.host, clientId, scopes].join(":");
    const token = await share.obtain(key, unwanted, () => fetchToken(clientId, organizationId));
    current.set(slot, token);
    return token;
  }

  return {
    async getCredential(organizationId) {
      const slot = slotOf(organizationId);
      const renew = (): Promise<AppToken> => obtainOnce(slot, () => obtain(slot, organizationId));
      const token = current.get(slot) ?? (await renew());
      return toCredential(await renewal.keepFresh(slot, token, token, renew));
    },
    async reject({ authorization }, organizationId) {
      const slot = slotOf(organizationId);
      const token = current.get(slot);
      // Several calls may be refused with one token; the first of them drops it, the others find its successor.
      if (token !== undefined && toCredential(token).authorization === authorization) {
        current.delete(slot);
        refused.set(slot, token.accessToken);
      }
      return true;
    },
    knownIdentity: () => undefined,
  };
}

function toCredential({ accessToken }: AppToken): Credential {
  return { authorization: toBearer(accessToken, "access_token"), organizationId: undefined };
}
