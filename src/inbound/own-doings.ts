import type { Identity } from "../credentials/auth.js";
import type { Doer, OwnUser } from "../messages/remembered/own-users.js";
import type { Awaitable } from "../util/awaitable.js";
import type { InboundParts } from "./inbound-parts.js";

/**
 * Finds the user of ours who did something. An app user that nobody knows may be who we are since a new installation, so
 * Linear is asked about it.
 */
export function findOwnUser(doer: Doer, identity: Identity, parts: OwnUserParts): Awaitable<OwnUser | undefined> {
  return parts.ownUsers.peek(doer.ids) ?? (doer.mayBeApp ? findOwnApp(doer, identity, parts) : undefined);
}

type OwnUserParts = Pick<InboundParts, "identities" | "ownUsers">;

async function findOwnApp(
  doer: Doer,
  { organizationId }: Identity,
  { identities, ownUsers }: OwnUserParts,
): Promise<OwnUser | undefined> {
  const found = await ownUsers.find(doer, organizationId);
  const ids = doer.ids.filter((id) => id !== undefined);
  if (found !== undefined || ids.length === 0) return found;
  const again = await identities.reconsider(organizationId, { kind: "user", ids });
  if (again.kind !== "answered") return undefined;
  ownUsers.note(again.identity);
  return ownUsers.peek(ids);
}
