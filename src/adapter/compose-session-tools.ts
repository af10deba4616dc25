import { type Adapter, type Thread, ThreadImpl } from "chat";
import { LinearAdapterError } from "../errors.js";
import { type OpenSessionOptions, type OpenSessionParts, openSession } from "../sessions/open-session.js";
import { createOpenedSessions, type OpenedSessions } from "../sessions/opened-sessions.js";
import { createPacedEdits } from "../sessions/paced-edits.js";
import { createSessionHandle, type LinearSession, type SessionHandleParts } from "../sessions/session-handle.js";
import type { UnsentMessage } from "../sessions/session-message.js";
import type { SessionVoice } from "../sessions/session-voice.js";
import type { StopMarks } from "../sessions/stop-marks.js";
import { channelIdOf, formatThread, parseThread } from "../threads/thread-id.js";
import type { AdapterCore } from "./adapter-core.js";
import type { CommentMessages } from "./comment-messages.js";
import { createPlanMessages, type PlanMessages } from "./plan-messages.js";

/** The part of the composition root that is about what bots do in sessions beyond posting. */
export interface SessionTools {
  plans: PlanMessages;
  session(threadId: string): LinearSession;
  openSession(options: OpenSessionOptions): Promise<Thread>;
}

export interface SessionToolsParts {
  voice: Pick<SessionVoice, "perform">;
  stopMarks: Pick<StopMarks, "isStopped">;
  beforeAsking: (sessionId: string) => Promise<void>;
  openedSessions: OpenedSessions;
  comments: CommentMessages;
  unsent: () => UnsentMessage;
  adapter: () => Adapter;
}

// Nobody reads a checklist faster, and each change is a request of the hour's budget.
const CHECKLIST_INTERVAL_MS = 1_000;

export function composeSessionTools(core: AdapterCore, parts: SessionToolsParts): SessionTools {
  const { api, context, environment, host, organizations, render, sendOnce, splitBody, threads } = core;
  const { logger } = host;
  const { perform } = parts.voice;

  const handleParts: SessionHandleParts = {
    api,
    perform,
    beforeAsking: parts.beforeAsking,
    isSilenced: parts.stopMarks.isStopped,
    render,
    inThread: organizations.runForThread,
  };
  const openParts: OpenSessionParts = {
    sendOnce,
    openedSessions: parts.openedSessions,
    perform,
    render,
    currentOrganization: () => context.current()?.organizationId,
    remember: threads.remember,
    logger,
  };

  return {
    plans: createPlanMessages({
      comments: parts.comments,
      edits: createPacedEdits({
        ...environment,
        intervalMs: CHECKLIST_INTERVAL_MS,
        onDropped: (error) => logger.warn("A plan's comment could not be updated", { error }),
      }),
      perform,
      render,
      splitBody,
      unsent: parts.unsent,
    }),
    session: (threadId) => {
      const thread = parseThread(threadId);
      if (thread.kind === "session") return createSessionHandle(thread.sessionId, formatThread(thread), handleParts);
      throw new LinearAdapterError(
        "THREAD_ID_INVALID",
        `"${threadId}" is the thread of a comment or an issue; only agent sessions, linear:{issueId}:s:{sessionId}, have a session`,
      );
    },
    openSession: async (options) => {
      // Before anything is sent: without a chat there is no thread to post in.
      const stateAdapter = host.state();
      const id = formatThread(await openSession(options, openParts));
      // What `Chat.thread(id)` makes; the chat that adapters know does not offer it.
      return new ThreadImpl({ id, adapter: parts.adapter(), channelId: channelIdOf(id), stateAdapter, logger });
    },
  };
}

export function composeOpenedSessions({ environment, host }: AdapterCore): OpenedSessions {
  return createOpenedSessions({
    state: host.state,
    clock: environment.clock,
    onForgotten: (error) =>
      host.logger.warn("That the bot has opened an agent session could not be kept; it may answer its event", {
        error,
      }),
  });
}
