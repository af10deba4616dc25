import type { Identity } from "../credentials/auth.js";
import type { Doer, OwnUser } from "../messages/remembered/own-users.js";
import type { InboundParts } from "./inbound-parts.js";

/**
 * Finds the user of ours who did something. An app user that nobody knows may be who we are since a new installation, so
 * Linear is asked about it.
 */
export async function findOwnUser(
  doer: Doer,
  { organizationId }: Identity,
  { identities, ownUsers }: Pick<InboundParts, "identities" | "ownUsers">,
): Promise<OwnUser | undefined> {
  const found = await ownUsers.find(doer, organizationId);
  const ids = doer.ids.filter((id) => id !== undefined);
  if (found !== undefined || !doer.mayBeApp || ids.length === 0) return found;
  const again = await identities.reconsider(organizationId, { kind: "user", ids });
  if (again.kind !== "answered") return undefined;
  ownUsers.note(again.identity);
  return ownUsers.peek(ids);
}
