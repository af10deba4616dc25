import { LINEAR } from "../messages/author.js";
import { createLiveTurns, type LiveTurns } from "../sessions/live-turn.js";
import type { OpenTurn } from "../sessions/open-turn.js";
import { findRunningTurn, isThreadBusy } from "../sessions/running-turn.js";
import type { UnsentMessage } from "../sessions/session-message.js";
import { createSessionVoice, type SessionVoice } from "../sessions/session-voice.js";
import { createSessionWriter } from "../sessions/session-writer.js";
import { createStopMarks, type StopMarks } from "../sessions/stop-marks.js";
import { createTurnPosts } from "../sessions/turn-posts.js";
import type { AdapterCore } from "./adapter-core.js";
import type { ComposedQuestions } from "./compose-questions.js";
import { createSessionMessages, type SessionMessages } from "./session-messages.js";

/** The part of the composition root that is about agent sessions. */
export interface ComposedSessions {
  voice: SessionVoice;
  stopMarks: StopMarks;
  messages: SessionMessages;
  liveTurns: LiveTurns;
  /** Stands in for a message of a stopped turn, which is not sent. */
  unsent: () => UnsentMessage;
  beforeAsking: (sessionId: string) => Promise<void>;
}

export function composeSessions(core: AdapterCore, { pending }: ComposedQuestions): ComposedSessions {
  const { api, config, context, environment, host, splitBody, sourceComments } = core;
  const { clock, newId } = environment;
  const { logger, state } = host;
  const currentTurn = (): OpenTurn | undefined => context.current()?.turn;
  const runningTurn = (threadId: string): Promise<string | null> => findRunningTurn(state(), threadId);
  const stopMarks = createStopMarks({ state, currentTurn, runningTurn, logger });
  const writer = createSessionWriter({
    ...environment,
    api,
    level: config.activityLevel,
    splitBody,
    onSpoken: (sessionId) => void context.current()?.spokenIn.add(sessionId),
    isSilenced: stopMarks.isStopped,
    rememberComment: async (activityId, commentId, sessionId) => {
      await sourceComments.remember(activityId, commentId);
      // A session that the bot opened has its thread from the first answer on, before any event tells of it.
      if (config.mode === "all") await core.mentions.rememberInSession(commentId, sessionId);
    },
    logger,
  });
  const posts = createTurnPosts({ writer, runningTurn, isTurnStopped: stopMarks.isTurnStopped });
  const beforeAsking = async (sessionId: string): Promise<void> => {
    try {
      await pending.forgetIn({ kind: "session", issueId: undefined, sessionId });
    } catch (error) {
      logger.warn("An older question of the agent session could not be put aside; its options still count", { error });
    }
  };
  const voice = createSessionVoice({ writer, posts, newId, currentTurn });

  return {
    voice,
    stopMarks,
    messages: createSessionMessages({
      render: core.render,
      voice,
      stopMarks,
      beforeAsking,
      keepsReasoning: config.activityLevel === "all",
      failureText: config.failureText,
      logger,
      unsent: () => unsentMessage(core),
    }),
    liveTurns: createLiveTurns({
      ...config,
      writer,
      posts,
      clock,
      isBusy: (threadId) => isThreadBusy(state(), threadId),
      logger,
    }),
    unsent: () => unsentMessage(core),
    beforeAsking,
  };
}

function unsentMessage({ context, environment, identity }: AdapterCore): UnsentMessage {
  const name = identity.userName();
  return {
    id: environment.newId(),
    organizationId: context.current()?.organizationId ?? "",
    createdAt: environment.clock.now().toISOString(),
    author: { ...LINEAR, id: identity.userId() ?? "", displayName: name, fullName: name },
  };
}
