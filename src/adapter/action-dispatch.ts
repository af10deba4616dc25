import type { InboundParts } from "../inbound/inbound-parts.js";
import type { AnsweredAction } from "../messages/answered-action.js";
import { type OpenTurn, openTurn } from "../sessions/open-turn.js";
import { parseThread } from "../threads/thread-id.js";
import { type MessageDispatchParts, rememberThread, unlessLogged } from "./message-dispatch.js";

/** Hands answers to the bot's action handlers; in a session this is a turn, as a message is. */
export function createActionDispatch(parts: MessageDispatchParts): InboundParts["dispatchAction"] {
  const { adapter, chat, organizations, liveTurn } = parts;

  return (action, { author, raw, at }, identity, options) => {
    const { actionId, value, messageId, threadId } = action;
    const handle = (): Promise<void> =>
      chat().processAction(
        {
          adapter: adapter(),
          actionId,
          ...(value === undefined ? {} : { value }),
          messageId,
          threadId,
          user: author,
          raw,
        },
        undefined,
      );
    const turn = turnOf(action, at);
    return organizations.runAs(identity, turn, async () => {
      await rememberThread(threadId, identity.organizationId, parts);
      await unlessLogged(options, () => (turn ? liveTurn(turn, handle, () => true) : handle()));
    });
  };
}

/** Hands reactions to the bot's handlers. */
export function createReactionDispatch(parts: MessageDispatchParts): InboundParts["dispatchReaction"] {
  const { adapter, chat, organizations } = parts;

  return (reaction, identity, options) =>
    organizations.runAs(identity, undefined, async () => {
      await rememberThread(reaction.threadId, identity.organizationId, parts);
      await unlessLogged(options, () => chat().processReaction({ ...reaction, adapter: adapter() }));
    });
}

function turnOf({ threadId, isCallback }: AnsweredAction, at: string): OpenTurn | undefined {
  const thread = parseThread(threadId);
  if (thread.kind !== "session") return undefined;
  // Whoever is called back speaks next: to say meanwhile that there is no answer would be wrong.
  return openTurn({ sessionId: thread.sessionId, threadId, at }, { mayBeSilent: isCallback });
}
