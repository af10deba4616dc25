import type { SessionEffect } from "./session-effect.js";
import type { TurnAnswer } from "./turn-answer.js";

/** The handling of one message of a session. */
export interface SessionTurn {
  sessionId: string;
  threadId: string;
  /** When the message was written, ISO 8601. */
  at: string;
}

/** A turn with what becomes of it while it runs: the one place where that is kept. */
export interface OpenTurn extends SessionTurn {
  answer: TurnAnswer;
  /** Whether the bot has said anything, also what has not been sent yet. */
  hasSpoken: boolean;
  /** Whether the bot may say nothing at all, because something else goes on with the session. */
  mayBeSilent: boolean;
  /** Resolves when what was said before has been sorted in. */
  saying: Promise<void>;
  /** Aborts when the turn is over: what is said from then on is said by itself. */
  over: AbortController;
  /** The newest activity that was sent to the session meanwhile. */
  last: { effect: SessionEffect; atMs: number } | undefined;
  /** Called when a post is held. */
  onHeld: () => void;
}

export function openTurn(turn: SessionTurn, options: { mayBeSilent?: boolean } = {}): OpenTurn {
  return {
    ...turn,
    mayBeSilent: options.mayBeSilent ?? false,
    answer: { kind: "none" },
    hasSpoken: false,
    saying: Promise.resolve(),
    over: new AbortController(),
    last: undefined,
    onHeld: () => {},
  };
}
