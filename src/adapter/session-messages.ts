import type { AdapterPostableMessage, Logger, RawMessage, StreamChunk, StreamOptions } from "chat";
import type { LinearRawMessage } from "../messages/raw-message.js";
import type { SourceComments } from "../messages/source-comments.js";
import { type SessionThread, toSessionMessage, type UnsentMessage } from "../sessions/session-message.js";
import type { PerformedEffect } from "../sessions/session-writer.js";
import { type StreamToSessionParts, streamToSession } from "../sessions/stream-to-session.js";
import type { RenderOutgoing } from "./render-outgoing.js";

/** What the bot does in agent sessions. */
export interface SessionMessages {
  respond(thread: SessionThread, message: AdapterPostableMessage): Promise<RawMessage<LinearRawMessage>>;
  stream(
    thread: SessionThread,
    chunks: AsyncIterable<string | StreamChunk>,
    options: StreamOptions,
  ): Promise<RawMessage<LinearRawMessage>>;
  startTyping(thread: SessionThread, status: string | undefined): Promise<void>;
}

export interface SessionMessagesParts extends StreamToSessionParts {
  render: RenderOutgoing;
  sourceComments: Pick<SourceComments, "remember">;
  /** Stands in for a message of a stopped turn, which is not sent. */
  unsent: () => UnsentMessage;
  logger: Pick<Logger, "warn">;
}

const TYPING_TEXT = "Thinking…";

export function createSessionMessages(parts: SessionMessagesParts): SessionMessages {
  const { sessionWriter, sourceComments, render, unsent, logger } = parts;

  const toSent = async (
    thread: SessionThread,
    performed: PerformedEffect | undefined,
  ): Promise<RawMessage<LinearRawMessage>> => {
    const comment = performed?.kind === "activity" ? performed.activity.sourceComment : undefined;
    const sent = toSessionMessage(thread, performed, unsent());
    try {
      // So that nobody needs to ask Linear where a reaction to this message goes.
      if (comment) await sourceComments.remember(sent.id, comment.id);
    } catch (error) {
      logger.warn("The comment behind a message could not be kept; reactions to it cost one more request", { error });
    }
    return sent;
  };

  return {
    respond: async (thread, message) => {
      const body = await render(message);
      return await toSent(thread, await sessionWriter.perform(thread.sessionId, { kind: "response", body }));
    },
    stream: async (thread, chunks, options) =>
      await toSent(thread, await streamToSession(thread.sessionId, chunks, options, parts)),
    startTyping: async (thread, status) => {
      try {
        const body = status?.trim() || TYPING_TEXT;
        await sessionWriter.perform(thread.sessionId, { kind: "thought", body, ephemeral: true });
      } catch (error) {
        // A sign of life is not worth a turn.
        logger.warn("The agent session could not be told that the bot is working", { error });
      }
    },
  };
}
