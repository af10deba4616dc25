import type { Logger, StateAdapter } from "chat";
import type { LinearApi } from "../../api/operation.js";
import { formatThread } from "../../threads/thread-id.js";
import { createSingleFlight } from "../../util/single-flight.js";
import type { EventAgentSession } from "../../webhook/events.js";
import type { SessionVoice } from "../turns/session-voice.js";
import type { StopMarks } from "../turns/stop-marks.js";
import type { Turns } from "../turns/turns.js";
import { type LinearSessionDecision, type OnAgentSession, readDecision, toClosingText } from "./session-decision.js";
import { toSessionRequest } from "./session-request.js";

/** Decides which agent sessions the bot takes on, so that its handlers hear of them. */
export interface SessionIntake {
  /**
   * Whether the handlers hear of a message that came into a session. The host is asked once per session; a session that
   * it has declined is told so. What the host throws ends the session in an error, and the next prompt asks it again.
   */
  accept(message: IncomingMessage): Promise<boolean>;
  /** Whether the host has declined the session before. */
  isDeclined(sessionId: string): Promise<boolean>;
  /** Accepts a session that the bot has opened itself: the host is not asked about what people write in it. */
  acceptOwn(sessionId: string): Promise<void>;
}

export interface IncomingMessage {
  session: EventAgentSession;
  organizationId: string;
  /** When the message was written, ISO 8601. */
  at: string;
}

export interface SessionIntakeParts {
  onAgentSession: OnAgentSession;
  state: () => StateAdapter;
  api: LinearApi;
  voice: Pick<SessionVoice, "say">;
  render: (message: { markdown: string }) => Promise<string>;
  turns: Pick<Turns, "run">;
  stopMarks: Pick<StopMarks, "admit">;
  logger: Pick<Logger, "error">;
}

/** Accepts every session, for a bot without a hook. */
export const ACCEPT_ALL: SessionIntake = {
  accept: async () => true,
  isDeclined: async () => false,
  acceptOwn: async () => {},
};

// Sessions that nobody has written in for so long are decided anew.
const LIFETIME_MS = 90 * 24 * 60 * 60 * 1_000;

export function createSessionIntake(parts: SessionIntakeParts): SessionIntake {
  const { state, voice, render, turns, stopMarks, logger } = parts;
  const keyOf = (sessionId: string): string => `linear:session-decision:${sessionId}`;
  const find = (sessionId: string): Promise<LinearSessionDecision | null> => state().get(keyOf(sessionId));

  const keep = (sessionId: string, decision: LinearSessionDecision): Promise<void> =>
    state().set(keyOf(sessionId), decision, LIFETIME_MS);

  const decide = async ({ session, organizationId }: IncomingMessage): Promise<LinearSessionDecision> => {
    const request = toSessionRequest(session, organizationId, parts.api);
    const decision = readDecision(await parts.onAgentSession(request));
    await keep(session.id, decision);
    return decision;
  };

  // People write on while the host decides.
  const decideOnce = createSingleFlight<LinearSessionDecision>();

  /**
   * Decides within a turn: a host that takes its time is covered by an acknowledgement, one that throws by an error.
   */
  const settle = async (
    message: IncomingMessage,
    known: LinearSessionDecision | null,
  ): Promise<LinearSessionDecision["kind"]> => {
    const { session, at } = message;
    const threadId = formatThread({ kind: "session", issueId: session.issueId, sessionId: session.id });
    const settleInTurn = async (): Promise<LinearSessionDecision["kind"]> => {
      const decision = known ?? (await decideOnce(session.id, () => decide(message)));
      const text = toClosingText(decision);
      if (text !== undefined) {
        await voice.say(session.id, { kind: "response", body: await render({ markdown: text }) });
      }
      return decision.kind;
    };
    return await turns.run({ sessionId: session.id, threadId, at }, settleInTurn, { mayBeSilent: true });
  };

  return {
    accept: async (message) => {
      const { session, at } = message;
      const known = await find(session.id);
      if (known?.kind === "accept") return true;
      if (known?.kind === "ignore") return false;
      try {
        const kind = await settle(message, known);
        // Stop may have come while the host decided.
        return kind === "accept" && (await stopMarks.admit(session.id, at));
      } catch (error) {
        logger.error("onAgentSession failed, or its answer could not be given; the bot's handlers were not called", {
          sessionId: session.id,
          error,
        });
        return false;
      }
    },
    isDeclined: async (sessionId) => ((await find(sessionId)) ?? { kind: "accept" }).kind !== "accept",
    acceptOwn: (sessionId) => keep(sessionId, { kind: "accept" }),
  };
}
