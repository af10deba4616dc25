import type { Adapter, ChatInstance, Logger, WebhookOptions } from "chat";
import { channelIdOf, formatThread } from "../threads/thread-id.js";
import { runChatTasks } from "../util/chat-tasks.js";
import type { SessionThread } from "./session-message.js";
import type { SessionWriter } from "./session-writer.js";
import type { StopMarks } from "./stop-marks.js";
import { STOPPED_TEXT } from "./stream-to-session.js";

export interface StopTurnParts {
  adapter: () => Adapter;
  chat: () => ChatInstance;
  sessionWriter: SessionWriter;
  stopMarks: StopMarks;
  logger: Pick<Logger, "error">;
}

/** A person's Stop. */
export interface Stop {
  thread: SessionThread;
  /** Who pressed it; "" when Linear does not say. */
  userId: string;
  /** When, ISO 8601. */
  at: string;
}

/**
 * Stops what runs for a session: silences the turn, aborts `thread.signal`, says one closing word when nothing is under
 * way any more, and tells the bot. Each step is tried whatever became of the one before.
 * https://linear.app/developers/agent-signals
 */
export async function stopTurn(
  { thread, userId, at }: Stop,
  parts: StopTurnParts,
  options: WebhookOptions,
): Promise<void> {
  const { sessionId } = thread;
  const threadId = formatThread(thread);
  const attempt = async (step: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      parts.logger.error(`Stopping an agent session: ${step} failed`, { sessionId, error });
    }
  };

  await attempt("marking it", () => parts.stopMarks.mark(sessionId, at));
  await attempt("aborting the turn", () => parts.chat().abortTurn(threadId));
  await attempt("closing the session", async () => {
    await parts.sessionWriter.settled(sessionId);
    await parts.sessionWriter.performAlways(sessionId, { kind: "response", body: STOPPED_TEXT });
  });
  await attempt("telling the bot", () =>
    runChatTasks(options, (tracked) =>
      parts.chat().processAgentSessionStopped(
        {
          adapter: parts.adapter(),
          channelId: channelIdOf(threadId),
          streamingMessageTs: [],
          threadId,
          threadTs: sessionId,
          userId,
        },
        tracked,
      ),
    ),
  );
}
