import type { Logger } from "chat";
import { requestToken, type TokenGrantResult } from "../oauth/token-request.js";
import type { Clock } from "../util/clock.js";
import type { LinearEndpoints } from "../util/endpoints.js";
import { resolveSecret } from "../util/secret.js";
import { createSingleFlight } from "../util/single-flight.js";
import type { Credential, CredentialSource, LinearAuth } from "./auth.js";
import { toBearer } from "./authorization.js";
import { createEarlyRenewal, type Lifetime } from "./early-renewal.js";

export interface ClientCredentialsParts {
  endpoints: LinearEndpoints;
  fetch: typeof fetch;
  clock: Clock;
  logger: Pick<Logger, "debug" | "warn">;
}

interface AppToken {
  credential: Credential;
  lifetime: Lifetime;
}

const LONGEST_MARGIN_MS = 60 * 60 * 1_000;
// One workspace, so one token: the older documentation allows a single live one.
const KEY = "app";

/** An app token for the one workspace that owns the app. It lives in this process's memory only. */
export function createClientCredentialsSource(
  auth: Extract<LinearAuth, { kind: "client-credentials" }>,
  { endpoints, fetch, clock, logger }: ClientCredentialsParts,
): CredentialSource {
  const fetchOnce = createSingleFlight<AppToken>();
  const renewal = createEarlyRenewal(clock, logger);
  let current: AppToken | undefined;

  async function fetchToken(organizationId: string | undefined): Promise<AppToken> {
    const clientId = await resolveSecret(auth.clientId, organizationId);
    const clientSecret = await resolveSecret(auth.clientSecret, organizationId);
    const grant = { kind: "client_credentials", clientId, clientSecret, scopes: auth.scopes } as const;
    const askedAt = clock.now();
    current = toAppToken(await requestToken(grant, { endpoints, fetch, clock }), askedAt);
    logger.debug("Got a Linear app token with client credentials");
    return current;
  }

  return {
    async getCredential(organizationId) {
      const renew = (): Promise<AppToken> => fetchOnce(KEY, () => fetchToken(organizationId));
      const token = current ?? (await renew());
      const fresh = await renewal.keepFresh(KEY, token, token.lifetime, renew);
      return fresh.credential;
    },
    async reject(credential) {
      // Several calls may be refused with one token; the first of them drops it, the others find its successor.
      if (current?.credential.authorization === credential.authorization) current = undefined;
      return true;
    },
    knownIdentity: async () => undefined,
  };
}

function toAppToken({ accessToken, expiresAt }: TokenGrantResult, askedAt: Date): AppToken {
  const lifetimeMs = expiresAt === undefined ? 0 : expiresAt.getTime() - askedAt.getTime();
  return {
    credential: { authorization: toBearer(accessToken, "access_token"), organizationId: undefined },
    lifetime: { expiresAt, marginMs: Math.min(LONGEST_MARGIN_MS, lifetimeMs / 10) },
  };
}
