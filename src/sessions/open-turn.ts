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
  /** Whether the chat hands over further messages within it: those that waited in its queue. */
  drainsQueue: boolean;
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
  last: { effect: SessionEffect; atMs: number; landed: Promise<boolean> } | undefined;
  /** What the bot has called and is not done, awaited by its handler or not. None of them rejects. */
  calls: Set<Promise<void>>;
  /** Called when a post is held. */
  onHeld: () => void;
}

export function openTurn(
  turn: SessionTurn,
  options: Partial<Pick<OpenTurn, "drainsQueue" | "mayBeSilent">> = {},
): OpenTurn {
  return {
    ...turn,
    drainsQueue: options.drainsQueue ?? false,
    mayBeSilent: options.mayBeSilent ?? false,
    answer: { kind: "none" },
    hasSpoken: false,
    saying: Promise.resolve(),
    over: new AbortController(),
    last: undefined,
    calls: new Set(),
    onHeld: () => {},
  };
}

/** Makes a call of the bot part of the turn, which is not over before. */
export function trackCall<Result>(turn: OpenTurn | undefined, result: Promise<Result>): Promise<Result> {
  if (turn !== undefined) {
    const forget = (): void => void turn.calls.delete(call);
    const call: Promise<void> = result.then(forget, forget);
    turn.calls.add(call);
  }
  return result;
}
