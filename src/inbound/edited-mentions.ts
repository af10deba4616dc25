import { claim } from "../util/claim.js";
import type { InboundParts } from "./inbound-parts.js";

/** Makes sure that the edits of a comment are a mention once: a name can be taken out of it and written again. */
export interface EditedMentions {
  /** Notes that a comment has mentioned the bot before an edit. */
  note(commentId: string): Promise<void>;
  /** Resolves to true for the edit that brings a comment's first mention: once, or again for the same `attempt`. */
  claim(commentId: string, attempt?: string): Promise<boolean>;
}

const LIFETIME_MS = 90 * 24 * 60 * 60 * 1_000;

export function createEditedMentions({ host }: Pick<InboundParts, "host">): EditedMentions {
  const keyOf = (commentId: string): string => `linear:mentioned-in:${commentId}`;

  return {
    note: (commentId) => host.state().set(keyOf(commentId), "before", LIFETIME_MS),
    claim: async (commentId, attempt = crypto.randomUUID()) =>
      (await claim(host.state(), keyOf(commentId), attempt, LIFETIME_MS)) === attempt,
  };
}
