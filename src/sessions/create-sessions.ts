import type { Logger, StateAdapter, StreamChunk, StreamOptions } from "chat";
import type { LinearApi } from "../api/operation.js";
import type { SingleTry } from "../api/single-try.js";
import type { Diagnose } from "../diagnostics/diagnose.js";
import type { CurrentFacts } from "../diagnostics/work-facts.js";
import { LinearAdapterError } from "../errors.js";
import type { Leases } from "../leases/create-leases.js";
import type { SourceComments } from "../messages/remembered/source-comments.js";
import type { RenderOutgoing } from "../messages/render-outgoing.js";
import type { OrganizationContext } from "../organizations/organization-context.js";
import type { OrganizationRunner } from "../organizations/organization-runner.js";
import type { ThreadOrganizations } from "../organizations/thread-organizations.js";
import { threadFacts } from "../threads/thread-facts.js";
import { formatThread, parseThread, type SessionThread } from "../threads/thread-id.js";
import type { Clock } from "../util/clock.js";
import type { LinearAdapterMode } from "../webhook/adapter-mode.js";
import { createSessionHandle, type LinearSession } from "./handle/linear-session.js";
import { type OpenSessionOptions, openSession } from "./handle/open-session.js";
import { createIssueSessions, type IssueSessions } from "./intake/issue-sessions.js";
import { createMentionClaims, type MentionClaims, ONE_ANSWERER } from "./intake/mention-claims.js";
import { createOwnSessions, type OwnSessions } from "./intake/own-sessions.js";
import type { OnAgentSession } from "./intake/session-decision.js";
import { ACCEPT_ALL, createSessionIntake, type SessionIntake } from "./intake/session-intake.js";
import type { ActivityLevel } from "./speech/activity-level.js";
import { createSessionLine } from "./speech/session-line.js";
import { type StreamedToSession, streamToSession } from "./stream/stream-to-session.js";
import { findRunningTurn } from "./turns/chat-turns.js";
import { type CurrentWork, createCurrentWork } from "./turns/current-work.js";
import { type DiedTurn, tellThatTurnDied } from "./turns/died-turn.js";
import { hasSaidSince } from "./turns/said-since.js";
import { createSessionVoice, type SessionVoice } from "./turns/session-voice.js";
import { createStopMarks, type StopMarks } from "./turns/stop-marks.js";
import { createTurns, type Turns, type TurnsConfig } from "./turns/turns.js";

/** The agent sessions of one adapter: what is said in them, the turns that run, and which are the bot's. */
export interface Sessions {
  voice: SessionVoice;
  turns: Turns;
  /** What the current call is part of. */
  work: CurrentWork;
  stopMarks: StopMarks;
  intake: SessionIntake;
  ownSessions: OwnSessions;
  issueSessions: IssueSessions;
  mentions: MentionClaims;
  /**
   * Runs what the bot calls: for the organization that the thread is known to belong to, else the current one. The turn
   * that it is called in lasts until it is done.
   */
  inThread<Result>(threadId: string, call: () => Promise<Result>): Promise<Result>;
  dropWaiting: Leases["dropWaiting"];
  /** Ends a session whose turn has died with its process. Never throws. */
  tellDied(turn: DiedTurn): Promise<void>;
  /** Whether a message of the thread is being handled, or waits to be, in any process. */
  isBusy(thread: SessionThread): Promise<boolean>;
  stream(
    thread: SessionThread,
    chunks: AsyncIterable<string | StreamChunk>,
    options: StreamOptions,
  ): Promise<StreamedToSession>;
  /** @throws {LinearAdapterError} `THREAD_ID_INVALID` for the thread of a comment or an issue. */
  handle(threadId: string): LinearSession;
  open(options: OpenSessionOptions): Promise<SessionThread>;
  /** Sends what waits in these sessions; resolves when nothing is under way to them any more. */
  flush(sessionIds: Iterable<string>): Promise<void>;
  /** Sends what waits in all sessions; resolves when nothing is under way any more. */
  flushAll(): Promise<void>;
  /** Resolves when all that was said so far in these sessions is sent, each at its time. */
  landed(sessionIds: Iterable<string>): Promise<void>;
}

export interface SessionsConfig extends TurnsConfig {
  activityLevel: ActivityLevel;
  mode: LinearAdapterMode;
  onAgentSession: OnAgentSession | undefined;
}

export interface SessionsParts {
  config: SessionsConfig;
  api: LinearApi;
  sendOnce: SingleTry;
  state: () => StateAdapter;
  leases: Pick<Leases, "dropWaiting" | "hasWaiting" | "isTaken">;
  context: OrganizationContext;
  facts: Pick<CurrentFacts, "run">;
  diagnose: Diagnose;
  organizations: OrganizationRunner;
  threadOrganizations: Pick<ThreadOrganizations, "remember">;
  sourceComments: Pick<SourceComments, "remember">;
  render: RenderOutgoing;
  splitBody: (body: string) => string[];
  /** Called before a session is asked something. */
  beforeAsking: (sessionId: string) => Promise<void>;
  clock: Clock;
  newId: (place?: string) => string;
  logger: Pick<Logger, "error" | "warn">;
}

export function createSessions(parts: SessionsParts): Sessions {
  const { config, state, leases, context, facts, organizations, sourceComments, render, logger } = parts;
  const work = createCurrentWork();
  const mentions = config.mode === "all" ? createMentionClaims(state, parts.clock) : ONE_ANSWERER;
  const runningTurn = (threadId: string): Promise<string | null> => findRunningTurn(state(), threadId);
  const isBusy = async (threadId: string): Promise<boolean> =>
    (await leases.hasWaiting(threadId)) || (await runningTurn(threadId)) !== null;
  const inThread: Sessions["inThread"] = (threadId, call) =>
    facts.run(threadFacts(threadId), () => work.track(organizations.runForThread(threadId, call)));
  const stopMarks = createStopMarks({ ...parts, currentTurn: work.turn, runningTurn, logger });
  const line = createSessionLine({
    ...parts,
    level: config.activityLevel,
    onSpoken: work.noteSpoken,
    isSilenced: stopMarks.isStopped,
    rememberComment: async (activityId, commentId, sessionId) => {
      await sourceComments.remember(activityId, commentId);
      // A session that the bot opened has its thread from the first answer on, before any event tells of it.
      await mentions.rememberInSession(commentId, sessionId);
    },
  });
  const voice = createSessionVoice({ line, currentTurn: work.turn });
  const turns = createTurns({
    ...parts,
    line,
    work,
    runningTurn,
    isTurnStopped: stopMarks.isTurnStopped,
    isBusy,
    hasSaidSince: (sessionId, at) => hasSaidSince(sessionId, at, parts.api),
  });
  const intake = config.onAgentSession
    ? createSessionIntake({ ...parts, onAgentSession: config.onAgentSession, voice, turns, stopMarks })
    : ACCEPT_ALL;
  const ownSessions = createOwnSessions({ ...parts, intake });

  return {
    voice,
    turns,
    work,
    stopMarks,
    intake,
    ownSessions,
    issueSessions: createIssueSessions(state),
    mentions,
    inThread,
    dropWaiting: leases.dropWaiting,
    tellDied: (turn) => tellThatTurnDied(turn, { ...parts, voice }),
    isBusy: async (thread) => {
      const threadId = formatThread(thread);
      // The handler of an answer has the turn, and the chat does not tell of it.
      return (await leases.isTaken(threadId)) || (await isBusy(threadId));
    },
    stream: (thread, chunks, options) =>
      streamToSession(thread.sessionId, chunks, options, {
        ...parts,
        voice,
        stopMarks,
        keepsReasoning: config.activityLevel === "all",
        failureText: config.failureText,
      }),
    handle: (threadId) => {
      const { sessionId, ...thread } = requireSession(threadId);
      return createSessionHandle(sessionId, formatThread({ ...thread, sessionId }), {
        ...parts,
        voice,
        stopMarks,
        inThread,
      });
    },
    open: (options) =>
      openSession(options, {
        ...parts,
        voice,
        ownSessions,
        render: (markdown) => render(markdown),
        currentOrganization: () => context.current()?.organizationId,
      }),
    flush: line.flush,
    flushAll: line.flushAll,
    landed: line.landed,
  };
}

function requireSession(threadId: string): SessionThread {
  const thread = parseThread(threadId);
  switch (thread.kind) {
    case "session":
      return thread;
    case "issue":
    case "comment":
      throw new LinearAdapterError(
        "THREAD_ID_INVALID",
        `"${threadId}" is the thread of a comment or an issue; only agent sessions, linear:{issueId}:s:{sessionId}, have a session`,
      );
  }
}
