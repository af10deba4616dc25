import { LINEAR } from "../messages/author.js";
import { runLiveTurn } from "../sessions/live-turn.js";
import type { UnsentMessage } from "../sessions/session-message.js";
import { createSessionWriter, type SessionWriter } from "../sessions/session-writer.js";
import { createStopMarks, type StopMarks } from "../sessions/stop-marks.js";
import type { AdapterCore } from "./adapter-core.js";
import type { MessageDispatchParts } from "./message-dispatch.js";
import { createSessionMessages, type SessionMessages } from "./session-messages.js";

/** The part of the composition root that is about agent sessions. */
export interface ComposedSessions {
  sessionWriter: SessionWriter;
  stopMarks: StopMarks;
  messages: SessionMessages;
  liveTurn: MessageDispatchParts["liveTurn"];
}

export function composeSessions(core: AdapterCore): ComposedSessions {
  const { api, config, context, environment, host, render, sourceComments, splitBody } = core;
  const { clock } = environment;
  const { logger, state } = host;
  const stopMarks = createStopMarks(state, () => context.current()?.turn);
  const sessionWriter = createSessionWriter({ ...environment, api, splitBody, isSilenced: stopMarks.isStopped });

  return {
    sessionWriter,
    stopMarks,
    messages: createSessionMessages({
      render,
      clock,
      sourceComments,
      sessionWriter,
      stopMarks,
      logger,
      unsent: () => unsentMessage(core),
    }),
    liveTurn: (sessionId, work, isFailure) =>
      runLiveTurn(sessionId, work, isFailure, { ...config, sessionWriter, clock, logger }),
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
