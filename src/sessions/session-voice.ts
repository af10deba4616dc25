import type { OpenTurn } from "./open-turn.js";
import type { PerformedEffect } from "./send-effect.js";
import type { SessionEffect } from "./session-effect.js";
import { isClosing, isPlan } from "./session-pace.js";
import type { SessionWriter } from "./session-writer.js";
import type { TurnEvent } from "./turn-answer.js";
import type { TurnPosts } from "./turn-posts.js";

/** A {@link SessionWriter} that knows the running turn, whose posts it keeps until it is clear what they are. */
export interface SessionVoice extends SessionWriter {
  /**
   * Says what a bot posts. Outside a turn it is a response at once. Within one it is held: the newest post goes out as
   * the response when the turn is over, an earlier one as a thought when the turn goes on. `prepare` gives its body;
   * however long that takes, the posts of a turn keep the order of the calls.
   */
  post(sessionId: string, prepare: () => Promise<string>): Promise<PerformedEffect>;
  /** Changes a post that is still held. False where there is none of this id. */
  editHeld(sessionId: string, messageId: string, body: string): boolean;
}

export interface SessionVoiceParts {
  writer: SessionWriter;
  posts: TurnPosts;
  newId: () => string;
  /** The turn that the current call is part of. */
  currentTurn: () => OpenTurn | undefined;
}

export function createSessionVoice({ writer, posts, newId, currentTurn }: SessionVoiceParts): SessionVoice {
  const openTurnOf = (sessionId: string): OpenTurn | undefined => {
    const turn = currentTurn();
    return turn?.sessionId === sessionId && !turn.over.signal.aborted ? turn : undefined;
  };

  return {
    ...writer,
    perform: async (sessionId, effect, options) => {
      const turn = openTurnOf(sessionId);
      if (turn === undefined) return await writer.perform(sessionId, effect, options);
      const { sending, performing } = await inOrder(turn, async () => ({
        ...(await posts.goOn(turn, eventOf(effect))),
        // Not awaited here: what is said next may make it pointless.
        performing: writer.perform(sessionId, effect, options),
      }));
      const [performed] = await Promise.all([performing, sending]);
      return performed;
    },
    post: async (sessionId, prepare) => {
      const turn = openTurnOf(sessionId);
      if (turn === undefined) return await writer.perform(sessionId, { kind: "response", body: await prepare() });
      const post = await inOrder(turn, async () => {
        const prepared = { id: newId(), body: await prepare() };
        await posts.hold(turn, prepared);
        return prepared;
      });
      turn.onHeld();
      return { kind: "held", ...post };
    },
    editHeld: (sessionId, messageId, body) => {
      const turn = openTurnOf(sessionId);
      if (turn?.answer.kind !== "held" || turn.answer.post.id !== messageId) return false;
      turn.answer = { kind: "held", post: { ...turn.answer.post, body } };
      return true;
    },
  };
}

/** One after the other: what is said next must not overtake what first has to look where the turn is. */
function inOrder<Result>(turn: OpenTurn, say: () => Promise<Result>): Promise<Result> {
  turn.hasSpoken = true;
  const saying = turn.saying.then(say);
  turn.saying = saying.then(
    () => {},
    () => {},
  );
  return saying;
}

function eventOf(effect: SessionEffect): TurnEvent {
  if (isPlan(effect)) return { kind: "planned" };
  return { kind: isClosing(effect) ? "closed" : "went-on" };
}
