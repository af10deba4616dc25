import { Message, type SerializedMessage } from "chat";
import type { LinearRawMessage } from "./raw-message.js";

/** A message that was kept in the bot's state, which a state in memory gives back as it was and others as JSON. */
export function rehydrate(kept: object): Message<LinearRawMessage> {
  const message = kept instanceof Message ? kept : Message.fromJSON(kept as SerializedMessage);
  return message as Message<LinearRawMessage>;
}
