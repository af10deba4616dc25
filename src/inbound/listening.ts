import type { WebhookOptions } from "chat";
import type { Identity } from "../credentials/auth.js";
import type { ListenerCall } from "../events/listeners.js";
import { readActor } from "../events/payload.js";
import { isJsonObject, type JsonObject } from "../util/json.js";
import { contentKey } from "../webhook/content-key.js";
import { mayBeAppUser } from "../webhook/event-user.js";
import type { InboundParts } from "./inbound-parts.js";
import { findOwnUser } from "./own-doings.js";
import type { Preparation } from "./preparation.js";
import { withIdentity } from "./with-identity.js";

type ListeningParts = Pick<
  InboundParts,
  "config" | "identities" | "listeners" | "logger" | "organizations" | "ownUsers"
>;

const NOBODY: Preparation = { kind: "ignored", reason: "nobody listens to it" };

/** Somebody listens to a delivery. */
export interface Listening {
  /** What it is claimed by. */
  key: string;
  prepare: () => Promise<Preparation>;
}

/**
 * Finds what `onEvent` and `onWebhook` hear of a delivery; undefined where nobody listens, so that it costs nothing. What
 * the bot's own app user has done is no event, as its own comments are no messages.
 */
export function findListeners(payload: JsonObject, parts: ListeningParts): Listening | undefined {
  const { organizationId } = payload;
  if (typeof organizationId !== "string" || organizationId === "") return undefined;
  const calls = parts.listeners.callsFor(payload, organizationId);
  if (calls.length === 0) return undefined;
  return {
    key: `listeners:${contentKey(payload)}`,
    prepare: () => withIdentity(organizationId, parts, (identity) => prepareCalls(payload, calls, identity, parts)),
  };
}

async function prepareCalls(
  payload: JsonObject,
  calls: readonly ListenerCall[],
  identity: Identity,
  parts: ListeningParts,
): Promise<Preparation> {
  const isOwn = calls.some(({ skipsOwn }) => skipsOwn) && (await isOwnDoing(payload, identity, parts));
  const wanted = calls.filter(({ skipsOwn }) => !(skipsOwn && isOwn));
  if (wanted.length === 0) return NOBODY;
  return {
    kind: "accepted",
    run: (options) => parts.organizations.runAs(identity, () => callAll(wanted, parts, options)),
  };
}

async function isOwnDoing(payload: JsonObject, identity: Identity, parts: ListeningParts): Promise<boolean> {
  const data = isJsonObject(payload.data) ? payload.data : undefined;
  const user = isJsonObject(payload.actor) ? payload.actor : data?.user;
  const actor = readActor(isJsonObject(user) ? user : undefined);
  if (actor === undefined) return false;
  const own = await findOwnUser(
    { ids: [actor.userId], mayBeApp: mayBeAppUser({ email: actor.email }) },
    identity,
    parts,
  );
  return own?.actor === "app";
}

/** Calls each handler, whatever becomes of the others. What one throws is logged. */
async function callAll(
  calls: readonly ListenerCall[],
  { logger }: ListeningParts,
  { propagateHandlerErrors }: WebhookOptions,
): Promise<void> {
  const results = await Promise.allSettled(calls.map(async ({ call }) => await call()));
  const failures = results.flatMap((result, index) =>
    result.status === "rejected" ? [{ error: result.reason, subject: calls[index]?.subject }] : [],
  );
  for (const { error, subject } of failures) logger.error(`A handler of ${subject} has thrown`, { error });
  if (propagateHandlerErrors && failures[0] !== undefined) throw failures[0].error;
}
