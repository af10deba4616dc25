import type { Logger, RawMessage, StreamChunk, StreamOptions } from "chat";
import type { LinearRawMessage } from "../messages/raw-message.js";
import { type SessionThread, toSessionMessage, type UnsentMessage } from "../sessions/session-message.js";
import { type StreamToSessionParts, streamToSession } from "../sessions/stream-to-session.js";
import type { RenderOutgoing } from "./render-outgoing.js";

/** What the bot does in agent sessions. */
export interface SessionMessages {
  stream(
    thread: SessionThread,
    chunks: AsyncIterable<string | StreamChunk>,
    options: StreamOptions,
  ): Promise<RawMessage<LinearRawMessage>>;
  startTyping(thread: SessionThread, status: string | undefined): Promise<void>;
}

export interface SessionMessagesParts extends StreamToSessionParts {
  render: RenderOutgoing;
  /** Stands in for a message of a stopped turn, which is not sent. */
  unsent: () => UnsentMessage;
  logger: Pick<Logger, "warn">;
}

const TYPING_TEXT = "Thinking…";

export function createSessionMessages(parts: SessionMessagesParts): SessionMessages {
  const { voice, unsent, logger } = parts;

  return {
    stream: async (thread, chunks, options) =>
      toSessionMessage(thread, await streamToSession(thread.sessionId, chunks, options, parts), unsent()),
    startTyping: async (thread, status) => {
      try {
        const body = status?.trim() || TYPING_TEXT;
        await voice.perform(thread.sessionId, { kind: "thought", body, ephemeral: true });
      } catch (error) {
        // A sign of life is not worth a turn.
        logger.warn("The agent session could not be told that the bot is working", { error });
      }
    },
  };
}
