import type { AgentSessionStoppedEvent, Logger, WebhookOptions } from "chat";
import { channelIdOf, formatThread, type SessionThread } from "../../threads/thread-id.js";
import type { ChatHost } from "../../util/chat-host.js";
import { runChatTasks } from "../../util/chat-tasks.js";
import type { SessionVoice } from "./session-voice.js";
import type { StopMarks } from "./stop-marks.js";

export interface StopTurnParts {
  host: Pick<ChatHost, "adapter" | "chat">;
  voice: Pick<SessionVoice, "flush" | "sayAlways">;
  stopMarks: StopMarks;
  /** Drops the messages of a thread that wait and were written `until` then (ISO 8601) or before. */
  dropWaiting: (threadId: string, until: string) => Promise<void>;
  logger: Pick<Logger, "info" | "error">;
}

/** What may become of an issue that ends the work on it, where the option `stopSessionsOn` says so. */
export type LinearIssueEnd = "completion" | "cancelation" | "unassignment";

/** What ended a turn: Stop, that the issue was taken from the bot or its session dismissed, or what became of the issue. */
export type LinearStopCause = "stop" | "undelegation" | LinearIssueEnd;

/** What `bot.onAgentSessionStopped` gets in Linear. */
export interface LinearSessionStopped extends AgentSessionStoppedEvent {
  cause: LinearStopCause;
}

/** A person's Stop, or what has its effect. */
export interface Stop {
  cause: LinearStopCause;
  thread: SessionThread;
  /** Who pressed it; "" when Linear does not say. */
  userId: string;
  /** When it happened, ISO 8601. */
  at: string;
  /** What the session is closed with; undefined where Linear has closed it itself. */
  closingWord: string | undefined;
}

/**
 * Stops what runs for a session and what waits to run: silences it, aborts `thread.signal`, says one closing word when
 * nothing is under way any more, and tells the bot. Each step is tried whatever became of the one before. A Stop that
 * comes after a newer prompt stops nothing.
 * https://linear.app/developers/agent-signals
 */
export async function stopTurn(stop: Stop, parts: StopTurnParts, options: WebhookOptions): Promise<void> {
  const { host, stopMarks, voice, logger } = parts;
  const { at } = stop;
  const { sessionId } = stop.thread;
  const threadId = formatThread(stop.thread);
  if (await stopMarks.hasGoneOn(sessionId, at)) {
    logger.info("A late Stop was ignored: the agent session has had a newer prompt", { sessionId });
    return;
  }

  const attempt = async (step: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      logger.error(`Stopping an agent session: ${step} failed`, { sessionId, error });
    }
  };
  await attempt("marking it", () => stopMarks.mark({ sessionId, threadId, at }));
  await attempt("dropping what waits", () => parts.dropWaiting(threadId, at));
  await attempt("aborting the turn", () => host.chat().abortTurn(threadId));
  await attempt("closing the session", async () => {
    await voice.flush(sessionId);
    const body = stop.closingWord;
    if (body !== undefined) await voice.sayAlways(sessionId, { kind: "response", body });
  });
  // A turn that was just starting could not be aborted before.
  await attempt("aborting a starting turn", async () => {
    if (!(await stopMarks.hasGoneOn(sessionId, at))) await host.chat().abortTurn(threadId);
  });
  await attempt("telling the bot", () => tellStopped(stop, parts, options));
}

function tellStopped({ cause, thread, userId }: Stop, { host }: StopTurnParts, options: WebhookOptions): Promise<void> {
  const threadId = formatThread(thread);
  const event: LinearSessionStopped = {
    cause,
    adapter: host.adapter(),
    channelId: channelIdOf(threadId),
    streamingMessageTs: [],
    threadId,
    threadTs: thread.sessionId,
    userId,
  };
  return runChatTasks(options, (tracked) => host.chat().processAgentSessionStopped(event, tracked));
}
