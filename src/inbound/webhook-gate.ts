import type { Logger } from "chat";
import { LinearAdapterError } from "../errors.js";
import type { Awaitable } from "../util/awaitable.js";
import type { Clock } from "../util/clock.js";
import { isJsonObject } from "../util/json.js";
import { resolveSecret, type Secret } from "../util/secret.js";
import { explainRefusal } from "../webhook/explain-refusal.js";
import {
  createSigningKeys,
  findSignatureFault,
  type RefusedWebhook,
  readBody,
  readSecrets,
  verifyWebhook,
} from "../webhook/verify-webhook.js";

/** `advice` is for the log, not for whoever has sent it. */
export type GateRefusal = { kind: "refused"; status: 400 | 401 | 503; reason: string; advice?: string };
export type GateResult = { kind: "verified"; payload: unknown } | GateRefusal;

/** Decides whether a delivery comes from Linear. */
export interface WebhookGate {
  /** Refuses what cannot come from Linear, before anybody waits for its body. */
  refuseUnread(request: Request): GateRefusal | undefined;
  verify(request: Request, body: string): Awaitable<GateResult>;
}

/** How webhooks are verified. */
export type WebhookAuth =
  | { kind: "secret"; secret: Secret<string | readonly string[]> }
  | { kind: "verifier"; verify: (request: Request, body: string) => unknown }
  /** Nothing was given, as for a script that only writes. */
  | { kind: "missing" };

export interface GateParts {
  config: { maxSkewMs: number; webhook: WebhookAuth };
  clock: Clock;
  logger: Pick<Logger, "error" | "warn">;
}

export function createGate({ config, clock, logger }: GateParts): WebhookGate {
  const { maxSkewMs, webhook } = config;
  switch (webhook.kind) {
    case "secret":
      return createSecretGate({ secret: webhook.secret, maxSkewMs, clock });
    case "verifier":
      return createVerifierGate(webhook.verify, logger);
    case "missing":
      return createClosedGate(logger);
  }
}

export interface SecretGateParts {
  secret: Secret<string | readonly string[]>;
  maxSkewMs: number;
  clock: Clock;
}

/** Decides by Linear's signature, and by the time in the signed body. */
function createSecretGate({ secret, maxSkewMs, clock }: SecretGateParts): WebhookGate {
  const keyOf = createSigningKeys();
  const refuse = (refusal: RefusedWebhook): GateRefusal => ({
    kind: "refused",
    status: 401,
    reason: refusal.reason,
    advice: explainRefusal(refusal, maxSkewMs),
  });

  const verifyBy = (given: unknown, request: Request, body: string): GateResult => {
    const secrets = readSecrets(given);
    // Whoever sends it chooses the organization that a secret is asked for, so that having none is no failure of the host.
    if (secrets.length === 0)
      return { kind: "refused", status: 401, reason: "secret-missing", advice: NO_SECRET_GIVEN };
    const verification = verifyWebhook({
      body,
      signature: request.headers.get("linear-signature"),
      secrets: secrets.map(keyOf),
      now: clock.now(),
      maxSkewMs,
    });
    switch (verification.kind) {
      case "verified":
        return verification;
      case "refused":
        return refuse(verification);
      case "malformed":
        return { kind: "refused", status: 400, reason: verification.reason };
    }
  };

  return {
    verify: (request, body) => {
      if (typeof secret !== "function") return verifyBy(secret, request, body);
      return resolveSecret(secret, claimedOrganization(body)).then((given) => verifyBy(given, request, body));
    },
    refuseUnread: ({ headers }) => {
      const fault = findSignatureFault(headers.get("linear-signature"));
      return fault && refuse(fault);
    },
  };
}

const NO_SECRET_GIVEN =
  "The function webhookSecret gave no text that could be a signing secret for the organization that the body names. It may throw where secrets are out of reach for now";

/** The organization that a body names, for hosts with a secret for each. The signature then shows that it is right. */
function claimedOrganization(body: string): string | undefined {
  const content = readBody(body);
  const organizationId = content.kind === "read" ? content.payload.organizationId : undefined;
  return typeof organizationId === "string" ? organizationId : undefined;
}

export const WEBHOOK_SECRET_MISSING =
  "There is no webhookSecret: copy the signing secret from the webhook's page in Linear into LINEAR_WEBHOOK_SECRET or the option, or give a webhookVerifier";

/** Refuses every delivery. Linear sends it again, so nothing is lost while somebody mends the configuration. */
function createClosedGate(logger: Pick<Logger, "error">): WebhookGate {
  let hasSaid = false;
  const refuseUnread = (): GateRefusal => {
    const message = `${WEBHOOK_SECRET_MISSING}. Until then, webhooks are answered with 503, after which Linear sends them again`;
    if (!hasSaid) logger.error(message, { error: new LinearAdapterError("CONFIG_INVALID", message) });
    hasSaid = true;
    return { kind: "refused", status: 503, reason: "there is no webhookSecret" };
  };
  return { refuseUnread, verify: refuseUnread };
}

/** Decides by the host's own function, such as Vercel Connect's. */
function createVerifierGate(
  verify: (request: Request, body: string) => unknown,
  logger: Pick<Logger, "warn">,
): WebhookGate {
  return {
    // Only the host's function knows which headers such a delivery has.
    refuseUnread: () => undefined,
    verify: async (request, body) => {
      const verified = await callVerifier(verify, request, body, logger);
      if (!verified) return VERIFIER_REFUSAL;
      if (meansNo(verified)) return { ...VERIFIER_REFUSAL, advice: UNCLEAR_RESULT };
      const content = readBody(typeof verified === "string" ? verified : body);
      return content.kind === "read"
        ? { kind: "verified", payload: content.payload }
        : { kind: "refused", status: 400, reason: content.reason };
    },
  };
}

const VERIFIER_REFUSAL = { kind: "refused", status: 401, reason: "the webhookVerifier refused it" } as const;

const UNCLEAR_RESULT =
  "The webhookVerifier gave a Response, an Error, or an object whose ok, valid, verified or success is false, which is taken for a refusal. To let a webhook in, give true or the body's text; to refuse it, give false or throw";

// A verifier of another library may say no in an object, which is truthy.
function meansNo(result: unknown): boolean {
  if (result instanceof Response || result instanceof Error) return true;
  return isJsonObject(result) && [result.ok, result.valid, result.verified, result.success].includes(false);
}

async function callVerifier(
  verify: (request: Request, body: string) => unknown,
  request: Request,
  body: string,
  logger: Pick<Logger, "warn">,
): Promise<unknown> {
  try {
    return await verify(request, body);
  } catch (error) {
    logger.warn("The webhookVerifier threw", { error });
    return false;
  }
}
