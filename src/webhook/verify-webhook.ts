import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";
import { isJsonObject, type JsonObject } from "../util/json.js";

/**
 * How far a delivery's own time may be from ours, in milliseconds, either way. It is the minute that
 * `LinearWebhookClient` of `@linear/sdk` allows, so that both verifiers agree.
 * https://linear.app/developers/webhooks#securing-webhooks
 */
export const DEFAULT_MAX_SKEW_MS = 60_000;

// SHA-256 as Linear writes it: 32 bytes in lower-case hex, without a prefix.
const SIGNATURE = /^[0-9a-f]{64}$/;

// JSON is UTF-8 (RFC 8259, 8.1): other bytes are refused instead of replaced. A leading BOM is dropped.
const utf8 = new TextDecoder("utf-8", { fatal: true });

const BOM = "\uFEFF";

/** A delivery as it came in, and what to hold it to. */
export interface WebhookToVerify {
  /** The request's body as it came in; parsing and printing it again breaks the signature. */
  body: Uint8Array | string;
  /** The `Linear-Signature` header. */
  signature: string | null;
  /** The signing secrets that are valid now: two while one is being rotated. Each may be a key made of it before. */
  secrets: readonly SigningSecret[];
  now: Date;
  /** In milliseconds, {@link DEFAULT_MAX_SKEW_MS} by default. Allow more only where deliveries are deduplicated. */
  maxSkewMs?: number | undefined;
}

/** A secret, or the key that `createSecretKey` of `node:crypto` makes of it. */
export type SigningSecret = string | KeyObject;

/** Why a delivery is answered with 401. "stale": its signed timestamp is too far from `now`. */
export type WebhookRefusal = "signature-missing" | "signature-wrong" | "timestamp-missing" | "stale";

export type WebhookBody =
  | { kind: "read"; payload: JsonObject }
  | { kind: "malformed"; reason: "not-json" | "not-an-object" };

export type RefusedWebhook =
  | { kind: "refused"; reason: Exclude<WebhookRefusal, "stale"> }
  /** `skewMs`: how long before `now` it says that it was signed, in ms; negative for after. */
  | { kind: "refused"; reason: "stale"; skewMs: number };

/** What to answer: 200 for `verified`, 401 for `refused`, 400 for `malformed`. */
export type WebhookVerification =
  | { kind: "verified"; payload: JsonObject }
  | RefusedWebhook
  | Extract<WebhookBody, { kind: "malformed" }>;

/**
 * Whether a delivery comes from Linear, now, and unchanged. The body is parsed only after its signature is right, and its
 * age is told by the signed `webhookTimestamp` in it: the `Linear-Timestamp` header is not covered by the signature.
 */
export function verifyWebhook(webhook: WebhookToVerify): WebhookVerification {
  const { body, signature, secrets, now, maxSkewMs } = webhook;
  const fault = findSignatureFault(signature);
  if (fault !== undefined) return fault;
  if (!isSignedBy(body, signature, secrets)) return { kind: "refused", reason: "signature-wrong" };
  const content = readBody(body);
  if (content.kind === "malformed") return content;
  const { payload } = content;
  const timestamp = readTimestamp(payload);
  if (timestamp === undefined) return { kind: "refused", reason: "timestamp-missing" };
  if (!isFresh(payload, now, maxSkewMs)) {
    return { kind: "refused", reason: "stale", skewMs: now.getTime() - timestamp };
  }
  return { kind: "verified", payload };
}

/** What is wrong with a `Linear-Signature` header whatever the body is; `undefined` when it may be right. */
export function findSignatureFault(signature: string | null): RefusedWebhook | undefined {
  if (!signature) return { kind: "refused", reason: "signature-missing" };
  return SIGNATURE.test(signature) ? undefined : { kind: "refused", reason: "signature-wrong" };
}

/** Whether one of `secrets` made this signature of `body`. How long it takes does not tell how much of it was right. */
export function isSignedBy(
  body: Uint8Array | string,
  signature: string | null,
  secrets: readonly SigningSecret[],
): boolean {
  if (signature === null || !SIGNATURE.test(signature)) return false;
  const given = Buffer.from(signature, "hex");
  return secrets.some(
    (secret) => isUsable(secret) && timingSafeEqual(createHmac("sha256", secret).update(body).digest(), given),
  );
}

// Anyone can sign with an empty secret, which a missing environment variable easily becomes.
const isUsable = (secret: SigningSecret): boolean =>
  typeof secret === "string" ? secret.trim() !== "" : secret.type === "secret" && secret.symmetricKeySize !== 0;

/** The secrets in what a host gives for one or several, without the white space that files and variables end in. */
export function readSecrets(given: unknown): string[] {
  return [given]
    .flat()
    .map((secret) => (typeof secret === "string" ? secret.trim() : ""))
    .filter((secret) => secret !== "");
}

/** Makes the keys of secrets, each once. A host may have a secret for each of its organizations. */
export function createSigningKeys(): (secret: string) => SigningSecret {
  const keys = new Map<string, KeyObject>();
  return (secret) => {
    const known = keys.get(secret);
    if (known !== undefined) return known;
    if (keys.size >= MAX_KEYS) keys.clear();
    const key = createSecretKey(secret, "utf8");
    keys.set(secret, key);
    return key;
  };
}

const MAX_KEYS = 1_000;

/** The JSON object that a delivery's body is. */
export function readBody(body: Uint8Array | string): WebhookBody {
  let payload: unknown;
  try {
    payload = JSON.parse(toText(body));
  } catch {
    return { kind: "malformed", reason: "not-json" };
  }
  return isJsonObject(payload) ? { kind: "read", payload } : { kind: "malformed", reason: "not-an-object" };
}

/**
 * Whether `payload` says that it was sent at most `maxSkewMs` milliseconds before or after `now`. A payload without a
 * `webhookTimestamp` (milliseconds since 1970) is not fresh.
 */
export function isFresh(payload: unknown, now: Date, maxSkewMs: number = DEFAULT_MAX_SKEW_MS): boolean {
  const timestamp = readTimestamp(payload);
  return timestamp !== undefined && Math.abs(now.getTime() - timestamp) <= maxSkewMs;
}

function readTimestamp(payload: unknown): number | undefined {
  const timestamp = isJsonObject(payload) ? payload.webhookTimestamp : undefined;
  return typeof timestamp === "number" ? timestamp : undefined;
}

function toText(body: Uint8Array | string): string {
  if (typeof body !== "string") return utf8.decode(body);
  return body.startsWith(BOM) ? body.slice(BOM.length) : body;
}
