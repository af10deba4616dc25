import type { Logger, StateAdapter } from "chat";
import type { LinearApi } from "../api/operation.js";
import { formatThread } from "../threads/thread-id.js";
import { createSingleFlight } from "../util/single-flight.js";
import type { EventAgentSession } from "../webhook/events.js";
import { type OpenTurn, openTurn } from "./open-turn.js";
import { type LinearSessionDecision, type OnAgentSession, readDecision, toClosingText } from "./session-decision.js";
import { toSessionRequest } from "./session-request.js";
import type { SessionVoice } from "./session-voice.js";

/** Decides which agent sessions the bot's handlers hear of. */
export interface SessionScreen {
  /**
   * Whether they hear of a message that came into a session. The host is asked once per session; one that it has
   * declined is told so. What the host throws ends the session in an error, and the next prompt asks it again.
   */
  accept(message: ScreenedMessage): Promise<boolean>;
  /** Whether the host has declined the session before. */
  isDeclined(sessionId: string): Promise<boolean>;
  /** The bot has opened the session itself: the host is not asked about what people write in it. */
  acceptOwn(sessionId: string): Promise<void>;
}

export interface ScreenedMessage {
  session: EventAgentSession;
  organizationId: string;
  /** When the message was written, ISO 8601. */
  at: string;
}

export interface SessionScreenParts {
  onAgentSession: OnAgentSession;
  state: () => StateAdapter;
  api: LinearApi;
  voice: Pick<SessionVoice, "perform">;
  render: (message: { markdown: string }) => Promise<string>;
  /** Runs `work` as a turn of the session, so that it does not look dead meanwhile. */
  runTurn: (turn: OpenTurn, work: () => Promise<void>) => Promise<void>;
  /** Whether a message is still to be handled: Stop may have come while the host decided. */
  admitMessage: (sessionId: string, at: string) => Promise<boolean>;
  logger: Pick<Logger, "error">;
}

/** Without a hook every session is the bot's. */
export const ACCEPT_ALL: SessionScreen = {
  accept: async () => true,
  isDeclined: async () => false,
  acceptOwn: async () => {},
};

// Sessions that nobody has written in for so long are decided anew.
const LIFETIME_MS = 90 * 24 * 60 * 60 * 1_000;

export function createSessionScreen(parts: SessionScreenParts): SessionScreen {
  const { state, voice, render, runTurn, admitMessage, logger } = parts;
  const keyOf = (sessionId: string): string => `linear:session-decision:${sessionId}`;
  const find = (sessionId: string): Promise<LinearSessionDecision | null> => state().get(keyOf(sessionId));

  const keep = (sessionId: string, decision: LinearSessionDecision): Promise<void> =>
    state().set(keyOf(sessionId), decision, LIFETIME_MS);

  const decide = async ({ session, organizationId }: ScreenedMessage): Promise<LinearSessionDecision> => {
    const request = toSessionRequest(session, organizationId, parts.api);
    const decision = readDecision(await parts.onAgentSession(request));
    await keep(session.id, decision);
    return decision;
  };

  // People write on while the host decides.
  const decideOnce = createSingleFlight<LinearSessionDecision>();

  /** Within a turn: a host that takes its time is covered by an acknowledgement, one that throws by an error. */
  const settle = async (
    message: ScreenedMessage,
    known: LinearSessionDecision | null,
  ): Promise<LinearSessionDecision["kind"]> => {
    const { session, at } = message;
    const threadId = formatThread({ kind: "session", issueId: session.issueId, sessionId: session.id });
    let kind: LinearSessionDecision["kind"] = "ignore";
    await runTurn(openTurn({ sessionId: session.id, threadId, at }, { mayBeSilent: true }), async () => {
      const decision = known ?? (await decideOnce(session.id, () => decide(message)));
      const text = toClosingText(decision);
      if (text !== undefined) {
        await voice.perform(session.id, { kind: "response", body: await render({ markdown: text }) });
      }
      kind = decision.kind;
    });
    return kind;
  };

  return {
    accept: async (message) => {
      const { session, at } = message;
      const known = await find(session.id);
      if (known?.kind === "accept") return true;
      if (known?.kind === "ignore") return false;
      try {
        const kind = await settle(message, known);
        return kind === "accept" && (await admitMessage(session.id, at));
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
