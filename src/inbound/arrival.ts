import type { Message } from "chat";
import type { Room } from "../leases/rooms.js";
import type { LinearRawMessage } from "../messages/raw-message.js";

/** Something that came in a thread, with what it takes to handle it. */
export interface Arrival {
  threadId: string;
  organizationId: string;
  /** When it was written, ISO 8601. */
  at: string;
  /** Handles a message of the thread, the one that came or one that waited, for whoever has this room, if anybody. */
  handle: (message: Message<LinearRawMessage>, room: Room | undefined) => Promise<Handled>;
}

/** A message that is handled, so that the next one may be. */
export interface Handled {
  /** Resolves when nothing is waited for any more, as the word of a job that the handler has started. */
  over: Promise<void>;
}

/** Nothing is waited for any more. */
export const OVER: Handled = { over: Promise.resolve() };
