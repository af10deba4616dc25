import type { OpenTurn } from "./open-turn.js";
import type { SessionWriter } from "./session-writer.js";
import { afterEvent, closingPost, type HeldPost, type TurnEvent } from "./turn-answer.js";

/** Sends the posts of turns once it is clear what they are. */
export interface TurnPosts {
  /** Keeps the newest post; sends the one before. */
  hold(turn: OpenTurn, post: { id: string; body: string }): Promise<void>;
  /** Sends a held post that turns out not to be the last word. Resolves when it is on its way. */
  goOn(turn: OpenTurn, event: TurnEvent): Promise<{ sending: Promise<unknown> }>;
  /** Sends a held post of a turn that failed, which is no answer. */
  fail(turn: OpenTurn): Promise<void>;
  /** Sends the newest post as the response of a turn that is over. */
  close(turn: OpenTurn): Promise<void>;
  /** Shows a post that is held for long, in passing; when its turn is over, sends it: then it resolves to true. */
  show(turn: OpenTurn): Promise<boolean>;
}

export interface TurnPostsParts {
  writer: SessionWriter;
  /** Which turn of a thread the chat is running now, where it says so. */
  runningTurn: (threadId: string) => Promise<string | null>;
  /** Whether a person stopped that very turn. */
  isTurnStopped: (sessionId: string, turnId: string) => Promise<boolean>;
}

export function createTurnPosts({ writer, runningTurn, isTurnStopped }: TurnPostsParts): TurnPosts {
  const findTurn = async ({ drainsQueue, threadId }: OpenTurn): Promise<string | null> =>
    drainsQueue ? await runningTurn(threadId).catch(() => null) : null;

  const wasStopped = async ({ sessionId }: OpenTurn, { turnId }: HeldPost): Promise<boolean> =>
    turnId !== null && (await isTurnStopped(sessionId, turnId));

  // The chat handles a message that waited in its queue where it handled the one before. Where it does not say which one
  // it handles (its word has expired, or the state is out of reach), that is the same one.
  const hasMoved = async (turn: OpenTurn, { turnId }: HeldPost): Promise<boolean> => {
    const runningId = turnId && (await findTurn(turn));
    return runningId !== null && runningId !== turnId;
  };

  const say = (turn: OpenTurn, kind: "response" | "thought", { id, body }: HeldPost): Promise<unknown> =>
    kind === "response"
      ? writer.perform(turn.sessionId, { kind, body }, { id })
      : writer.perform(turn.sessionId, { kind, body, ephemeral: false }, { id, weight: "vital" });

  const sayUnlessStopped = async (turn: OpenTurn, kind: "response" | "thought", post: HeldPost): Promise<void> => {
    if (!(await wasStopped(turn, post))) await say(turn, kind, post);
  };

  const goOn: TurnPosts["goOn"] = async (turn, event) => {
    const held = turn.answer.kind === "held" && event.kind !== "planned" ? turn.answer.post : undefined;
    const isAnswer = held !== undefined && (await hasMoved(turn, held));
    const isSilent = held === undefined || (await wasStopped(turn, held));
    turn.answer = afterEvent(isAnswer ? { kind: "none" } : turn.answer, event);
    return { sending: isSilent ? Promise.resolve() : say(turn, isAnswer ? "response" : "thought", held) };
  };

  return {
    goOn,
    hold: async (turn, post) => {
      const turnId = await findTurn(turn);
      const { sending } = await goOn(turn, { kind: "posted", post: { ...post, turnId } });
      await sending;
    },
    fail: async (turn) => {
      const { answer } = turn;
      turn.answer = { kind: "given" };
      if (answer.kind === "held") await sayUnlessStopped(turn, "thought", answer.post);
    },
    close: async (turn) => {
      const post = closingPost(turn.answer);
      turn.answer = { kind: "given" };
      if (post !== undefined) await sayUnlessStopped(turn, "response", post);
    },
    show: async (turn) => {
      const { answer } = turn;
      if (answer.kind !== "held") return false;
      const isOver = await hasMoved(turn, answer.post);
      if (turn.answer !== answer) return false;
      if (isOver) {
        turn.answer = { kind: "none" };
        await sayUnlessStopped(turn, "response", answer.post);
        return true;
      }
      await writer.perform(turn.sessionId, { kind: "thought", body: answer.post.body, ephemeral: true });
      return false;
    },
  };
}
