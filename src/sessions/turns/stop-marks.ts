import type { Logger, StateAdapter } from "chat";
import type { Turn, TurnMessage } from "./turn.js";

/**
 * Knows which turns were stopped, for all processes that share the state. Stop ends what was asked for before it: what
 * waits is not started any more, and what runs is silent from then on, also when a newer prompt has come.
 */
export interface StopMarks {
  /** Keeps that a person pressed Stop, which Linear dates `at`. */
  mark(stop: TurnMessage): Promise<void>;
  /** Whether the session has gone on since `at`: Linear may deliver a Stop hours late. */
  hasGoneOn(sessionId: string, at: string): Promise<boolean>;
  /** Takes in a message that was written `at`, and resolves to whether to handle it. */
  admit(sessionId: string, at: string): Promise<boolean>;
  /** Whether what a message asks for was stopped. Never rejects. */
  isMessageStopped(message: TurnMessage): Promise<boolean>;
  /** Whether the turn that calls was one of this session and was stopped; false when nobody can tell. Never rejects. */
  isStopped(sessionId: string): Promise<boolean>;
  /** Whether the turn that the chat knows by this id was stopped. Never rejects, either. */
  isTurnStopped(sessionId: string, turnId: string): Promise<boolean>;
}

interface StopMark {
  at: string;
  /** The turn that was running, where the chat says so. */
  turnId: string | null;
}

const LIFETIME_MS = 24 * 60 * 60 * 1_000;
// Linear delivers events out of order by a few at most: the newest prompt is among the last.
const MAX_PROMPTS = 20;

export interface StopMarksParts {
  state: () => StateAdapter;
  /** The turn that the current call is part of. */
  currentTurn: () => Pick<Turn, keyof TurnMessage | "drainsQueue"> | undefined;
  /** Which turn of a thread the chat is running now, where it says so. */
  runningTurn: (threadId: string) => Promise<string | null>;
  logger: Pick<Logger, "warn">;
}

export function createStopMarks({ state, currentTurn, runningTurn, logger }: StopMarksParts): StopMarks {
  const stopKey = (sessionId: string): string => `linear:stop:${sessionId}`;
  const promptsKey = (sessionId: string): string => `linear:prompts:${sessionId}`;

  const hasGoneOn: StopMarks["hasGoneOn"] = async (sessionId, at) => {
    const prompts = await state().getList<string>(promptsKey(sessionId));
    return prompts.some((promptedAt) => isAfter(promptedAt, at));
  };

  const findStop = async (sessionId: string, at: string): Promise<StopMark | undefined> => {
    const stop = await state().get<StopMark>(stopKey(sessionId));
    return stop === null || isAfter(at, stop.at) ? undefined : stop;
  };

  const isTurnOfCallStopped = async (sessionId: string): Promise<boolean> => {
    const turn = currentTurn();
    if (turn?.sessionId !== sessionId) return false;
    const stop = await findStop(sessionId, turn.at);
    if (stop === undefined) return false;
    if (!turn.drainsQueue || !(await hasGoneOn(sessionId, stop.at))) return true;
    // A message from the chat's queue is handled in the call of the stopped turn: then another turn is running.
    return stop.turnId !== null && stop.turnId === (await runningTurn(turn.threadId));
  };

  const isTurnIdStopped = async (sessionId: string, turnId: string): Promise<boolean> =>
    (await state().get<StopMark>(stopKey(sessionId)))?.turnId === turnId;

  // A Stop that is overlooked is a nuisance; an answer that is held back is lost.
  const orFalse = (looking: Promise<boolean>): Promise<boolean> =>
    looking.catch((error: unknown) => {
      logger.warn("Whether an agent session was stopped could not be looked up; what it is told goes out", { error });
      return false;
    });

  return {
    hasGoneOn,
    mark: async ({ sessionId, threadId, at }) => {
      const mark: StopMark = { at, turnId: await runningTurn(threadId) };
      await state().set(stopKey(sessionId), mark, LIFETIME_MS);
    },
    admit: async (sessionId, at) => {
      if ((await findStop(sessionId, at)) !== undefined) return false;
      await state().appendToList(promptsKey(sessionId), at, { maxLength: MAX_PROMPTS, ttlMs: LIFETIME_MS });
      return true;
    },
    isMessageStopped: ({ sessionId, at }) => orFalse(findStop(sessionId, at).then((stop) => stop !== undefined)),
    isStopped: (sessionId) => orFalse(isTurnOfCallStopped(sessionId)),
    isTurnStopped: (sessionId, turnId) => orFalse(isTurnIdStopped(sessionId, turnId)),
  };
}

const isAfter = (at: string, other: string): boolean => Date.parse(at) > Date.parse(other);
