import type { Message } from "chat";
import type { LinearRawMessage } from "../messages/raw-message.js";
import type { AdapterCore } from "./adapter-core.js";
import { createLookup, type Lookup } from "./lookup.js";

/** The part of the composition root that is about reading. */
export function composeLookup({ api, identity, ownComments, toMessage, converter }: AdapterCore): Lookup {
  const isAddressed = (raw: LinearRawMessage): boolean =>
    raw.kind === "agent_session_comment" || identity.isMentionedAsKnown(raw.comment.body);
  const readMessage = (raw: LinearRawMessage, isMe: boolean): Message<LinearRawMessage> =>
    toMessage(raw, { isMe, isMention: !isMe && isAddressed(raw) });

  return createLookup({
    api,
    toMessage: async (raw, isAuthor) =>
      readMessage(raw, await ownComments.isOwn(raw.comment.id, isAuthor, ACTORS[raw.comment.user.type])),
    // With a person's API key the author alone does not tell; the state, which does, cannot be asked at once.
    parseMessage: (raw) =>
      readMessage(raw, raw.comment.user.id === identity.userId() && identity.current()?.actor !== "person"),
    renderFormatted: (content) => converter.fromAst(content),
  });
}

// Who acts when the author of what was read from Linear is us.
const ACTORS = { bot: { actor: "app" }, user: { actor: "person" } } as const;
