import type { Clock } from "../../util/clock.js";
import type { SessionEffect } from "../speech/session-effect.js";
import type { SessionLine } from "../speech/session-line.js";
import { isClosing, isPlan } from "../speech/session-pace.js";
import { afterEvent, closingPost, type HeldPost, type TurnAnswer, type TurnEvent } from "./turn-answer.js";

/** The message of a session that a turn handles. */
export interface TurnMessage {
  sessionId: string;
  threadId: string;
  /** When the message was written, ISO 8601. */
  at: string;
}

export interface TurnOptions {
  /** Whether the chat hands over further messages within the turn: those that waited in its queue. Default: false. */
  drainsQueue?: boolean | undefined;
  /** Whether the bot may say nothing at all, because something else goes on with the session. Default: false. */
  mayBeSilent?: boolean | undefined;
}

/** An activity that went out while a turn ran. */
export interface SentActivity {
  effect: SessionEffect;
  atMs: number;
  /** Whether Linear has taken it. Never rejects. */
  landed: Promise<boolean>;
}

/** A post under the id that its sender was given. */
export type Post = Pick<HeldPost, "body"> & { id: string };

/**
 * The handling of one message of a session, and what becomes of the bot's posts in it. The newest post is held until it
 * is clear what it is: the turn's response when the turn is over, a thought when the turn goes on
 * (docs/decisions/0008-newest-post-is-the-answer.md). All of a turn's state is in here.
 */
export interface Turn extends TurnMessage {
  readonly drainsQueue: boolean;
  readonly mayBeSilent: boolean;
  /** Aborts when the turn is over: what is said from then on is said by itself. */
  readonly over: AbortSignal;
  /** Whether the bot has said anything, also what has not been sent yet. */
  hasSpoken(): boolean;
  /** The newest activity that was sent to the session meanwhile. */
  newest(): SentActivity | undefined;
  note(effect: SessionEffect, sending: Promise<unknown>): void;
  /** Makes a call of the bot part of the turn: the turn is not over before the call is done. */
  track<Result>(call: Promise<Result>): Promise<Result>;
  /** Holds a post, of which `prepare` gives the body; however long that takes, posts keep the order of the calls. */
  hold(prepare: () => Promise<string>): Promise<Post>;
  /** Calls `onHeld` with each post that is held from now on. */
  watchHeld(onHeld: (post: HeldPost) => void): void;
  /** Changes a post that is still held. False where there is none of this id. */
  editHeld(id: string, body: string): boolean;
  /** Says something that is no post, behind the post that is held. */
  goOn<Said>(effect: SessionEffect, say: () => Promise<Said>): Promise<Said>;
  /**
   * Shows in passing a post that has been held for long. When the chat has moved on to the next message, the post was
   * the answer to the one before: then it goes out as that, and this resolves to true.
   */
  show(post: HeldPost): Promise<boolean>;
  /** Resolves when the handler's calls are done, those too that it has not awaited. Then the turn is over. */
  end(): Promise<void>;
  /** Ends the turn, whatever still runs. */
  abandon(): void;
  /** Sends the newest post as the response. */
  answer(): Promise<void>;
  /** Sends a held post as a thought: the turn has failed, so it is no answer. */
  fail(): Promise<void>;
}

export interface TurnParts {
  line: Pick<SessionLine, "add">;
  clock: Clock;
  /** The id of the next post in a session. */
  newId: (place: string) => string;
  /** Which turn of a thread the chat is running now, where it says so. */
  runningTurn: (threadId: string) => Promise<string | null>;
  /** Whether a person stopped that very turn. */
  isTurnStopped: (sessionId: string, turnId: string) => Promise<boolean>;
}

export function createTurn(message: TurnMessage, options: TurnOptions, parts: TurnParts): Turn {
  const { sessionId, threadId } = message;
  const { drainsQueue = false, mayBeSilent = false } = options;
  const over = new AbortController();
  const calls = new Set<Promise<void>>();
  let answer: TurnAnswer = { kind: "none" };
  let hasSpoken = false;
  let newest: SentActivity | undefined;
  let saying: Promise<void> = Promise.resolve();
  let onHeld: (post: HeldPost) => void = () => {};

  /** Says things one after the other: what is said next must not overtake what first has to look where the turn is. */
  const inOrder = <Result>(say: () => Promise<Result>): Promise<Result> => {
    hasSpoken = true;
    const said = saying.then(say);
    saying = said.then(ignore, ignore);
    return said;
  };

  const findRunning = async (): Promise<string | null> =>
    drainsQueue ? await parts.runningTurn(threadId).catch(() => null) : null;

  /**
   * Whether the chat has moved on: it handles a message that waited in its queue where it handled the one before. Where
   * the chat does not say which one it handles (its word has expired, or the state is out of reach), it has not.
   */
  const hasMoved = async ({ turnId }: HeldPost): Promise<boolean> => {
    const runningId = turnId && (await findRunning());
    return runningId !== null && runningId !== turnId;
  };

  const wasStopped = async ({ turnId }: HeldPost): Promise<boolean> =>
    turnId !== null && (await parts.isTurnStopped(sessionId, turnId));

  const send = (kind: "response" | "thought", { id, body }: HeldPost): Promise<unknown> =>
    kind === "response"
      ? parts.line.add(sessionId, { kind, body }, { id })
      : parts.line.add(sessionId, { kind, body, ephemeral: false }, { id, weight: "vital" });

  const sendUnlessStopped = async (kind: "response" | "thought", post: HeldPost): Promise<void> => {
    if (!(await wasStopped(post))) await send(kind, post);
  };

  /** Sorts an event in. Resolves when a post that was held before is on its way. */
  const sortIn = async (event: TurnEvent): Promise<{ sending: Promise<unknown> }> => {
    const held = answer.kind === "held" && event.kind !== "planned" ? answer.post : undefined;
    const isAnswer = held !== undefined && (await hasMoved(held));
    const isSilent = held === undefined || (await wasStopped(held));
    answer = afterEvent(isAnswer ? { kind: "none" } : answer, event);
    return { sending: isSilent ? Promise.resolve() : send(isAnswer ? "response" : "thought", held) };
  };

  return {
    ...message,
    drainsQueue,
    mayBeSilent,
    over: over.signal,
    hasSpoken: () => hasSpoken,
    newest: () => newest,
    note: (effect, sending) => {
      const landed = sending.then(
        () => true,
        () => false,
      );
      // A plan is no sign of life to Linear.
      if (!isPlan(effect)) newest = { effect, atMs: parts.clock.now().getTime(), landed };
    },
    track: (result) => {
      const forget = (): void => void calls.delete(call);
      const call: Promise<void> = result.then(forget, forget);
      calls.add(call);
      return result;
    },
    hold: async (prepare) => {
      const { post, held } = await inOrder(async () => {
        const post = { id: parts.newId(`${sessionId} post`), body: await prepare() };
        const held: HeldPost = { ...post, turnId: await findRunning() };
        const { sending } = await sortIn({ kind: "posted", post: held });
        await sending;
        return { post, held };
      });
      onHeld(held);
      return post;
    },
    watchHeld: (listener) => {
      onHeld = listener;
    },
    editHeld: (id, body) => {
      if (answer.kind !== "held" || answer.post.id !== id) return false;
      answer = { kind: "held", post: { ...answer.post, body } };
      return true;
    },
    goOn: async (effect, say) => {
      const { sending, said } = await inOrder(async () => ({
        ...(await sortIn(toEvent(effect))),
        // The saying is not awaited here: what is said next may make it pointless.
        said: say(),
      }));
      const [result] = await Promise.all([said, sending]);
      return result;
    },
    show: async (post) => {
      if (answer.kind !== "held" || answer.post !== post) return false;
      const isAnswer = await hasMoved(post);
      if (answer.kind !== "held" || answer.post !== post) return false;
      if (!isAnswer) {
        await parts.line.add(sessionId, { kind: "thought", body: post.body, ephemeral: true });
        return false;
      }
      answer = { kind: "none" };
      await sendUnlessStopped("response", post);
      // The next message is being handled, and has shown nothing so far.
      newest = undefined;
      return true;
    },
    end: async () => {
      while (calls.size > 0) await Promise.all(calls);
      over.abort();
    },
    abandon: () => over.abort(),
    answer: async () => {
      const post = closingPost(answer);
      answer = { kind: "given" };
      if (post !== undefined) await sendUnlessStopped("response", post);
    },
    fail: async () => {
      const post = answer.kind === "held" ? answer.post : undefined;
      answer = { kind: "given" };
      if (post !== undefined) await sendUnlessStopped("thought", post);
    },
  };
}

const ignore = (): void => {};

function toEvent(effect: SessionEffect): TurnEvent {
  if (isPlan(effect)) return { kind: "planned" };
  return { kind: isClosing(effect) ? "closed" : "went-on" };
}
