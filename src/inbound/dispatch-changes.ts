import type { Message, MessageDeletedEvent, ReactionEvent } from "chat";
import type { Identity } from "../credentials/auth.js";
import type { LinearRawMessage } from "../messages/raw-message.js";
import { channelIdOf } from "../threads/thread-id.js";
import { type DispatchParts, rememberThread, runIn, unlessLogged } from "./dispatch.js";
import type { HandOverOptions } from "./preparation.js";

/** Hands a reaction to the bot's handlers, in the scope of its organization. */
export async function dispatchReaction(
  reaction: Omit<ReactionEvent<LinearRawMessage>, "adapter" | "thread">,
  identity: Identity,
  parts: DispatchParts,
  options: HandOverOptions,
): Promise<void> {
  const { host } = parts;
  await handThread(reaction.threadId, identity, parts, options, () =>
    host.chat().processReaction({ ...reaction, adapter: host.adapter() }),
  );
}

/** A message that somebody has edited, as it reads now and as it read before. */
export interface Edit {
  message: Message<LinearRawMessage>;
  previousMessage: Message<LinearRawMessage>;
}

/** Hands an edited message to the bot's handlers, in the scope of its organization. */
export async function dispatchEdit(
  edit: Edit,
  identity: Identity,
  parts: DispatchParts,
  options: HandOverOptions,
): Promise<void> {
  const { host } = parts;
  const { threadId } = edit.message;
  await handThread(threadId, identity, parts, options, () =>
    host.chat().processMessageUpdated({ ...edit, threadId, adapter: host.adapter() }),
  );
}

/** A message that somebody has deleted. */
export type Deletion = Required<Pick<MessageDeletedEvent<LinearRawMessage>, "deletedAt" | "previousMessage" | "raw">>;

/** Hands a deletion to the bot's handlers, in the scope of its organization. */
export async function dispatchDeletion(
  deletion: Deletion,
  identity: Identity,
  parts: DispatchParts,
  options: HandOverOptions,
): Promise<void> {
  const { host } = parts;
  const { id: messageId, threadId } = deletion.previousMessage;
  const channelId = channelIdOf(threadId);
  await handThread(threadId, identity, parts, options, () =>
    host.chat().processMessageDeleted({ ...deletion, messageId, threadId, channelId, adapter: host.adapter() }),
  );
}

async function handThread(
  threadId: string,
  identity: Identity,
  parts: DispatchParts,
  options: HandOverOptions,
  handle: () => Promise<void> | void,
): Promise<void> {
  await runIn(threadId, identity, parts, async () => {
    await rememberThread(threadId, identity, parts);
    await unlessLogged(options, handle);
  });
}
