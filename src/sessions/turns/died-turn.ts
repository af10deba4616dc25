import type { Logger } from "chat";
import type { LinearApi } from "../../api/operation.js";
import { getAgentSession } from "../../api/operations/agent-sessions.js";
import { hasSaidSince } from "./said-since.js";
import type { SessionVoice } from "./session-voice.js";

export interface DiedTurnParts {
  config: { failureText: string };
  api: LinearApi;
  voice: Pick<SessionVoice, "sayAlways">;
  logger: Pick<Logger, "error">;
}

/** A turn that its process did not live to end. */
export interface DiedTurn {
  sessionId: string;
  /** When the message was written that it began with, ISO 8601. */
  at: string;
}

/**
 * Ends a session whose turn has died in an error, so that it does not look as if somebody worked on it. One that had its
 * answer before is left as it is. Never throws.
 */
export async function tellThatTurnDied(turn: DiedTurn, parts: DiedTurnParts): Promise<void> {
  const { sessionId } = turn;
  try {
    if (await isOver(turn, parts.api)) return;
    await parts.voice.sayAlways(sessionId, { kind: "error", body: parts.config.failureText });
  } catch (error) {
    parts.logger.error("An agent session could not be told that the process that worked on it has died", {
      sessionId,
      error,
    });
  }
}

async function isOver({ sessionId, at }: DiedTurn, api: LinearApi): Promise<boolean> {
  const { session } = await api.execute(getAgentSession, { id: sessionId });
  return !LOOKS_ALIVE.has(session.status) && (await hasSaidSince(sessionId, at, api));
}

const LOOKS_ALIVE: ReadonlySet<string> = new Set(["active", "pending"]);
