import type { Logger } from "chat";
import { type Diagnose, measure } from "../../diagnostics/diagnose.js";
import type { CurrentFacts } from "../../diagnostics/work-facts.js";
import { threadFacts } from "../../threads/thread-facts.js";
import { waitAtMost } from "../../util/wait-at-most.js";
import type { CurrentWork } from "./current-work.js";
import { acknowledge, keepAlive, type SignOptions, type SignParts, showHeld, tellHowItGoes } from "./signs-of-life.js";
import { breakSilence, type SilenceConfig, type SilenceParts } from "./silence.js";
import { createTurn, type Turn, type TurnMessage, type TurnOptions, type TurnParts } from "./turn.js";

export interface TurnsConfig extends SignOptions, SilenceConfig {
  /** The error of a turn that throws. */
  failureText: string;
}

export interface TurnsParts extends SignParts, SilenceParts, Omit<TurnParts, "line"> {
  config: TurnsConfig;
  line: SilenceParts["line"];
  work: CurrentWork;
  facts: Pick<CurrentFacts, "run">;
  diagnose: Diagnose;
  logger: Pick<Logger, "warn" | "error">;
}

export interface RunOptions extends TurnOptions {
  /** Whether what the work throws ends the session in an error. Default: always. */
  isFailure?: ((error: unknown) => boolean) | undefined;
  /** Called when the turn has its answer, if it has one. Then only a job may still be waited for. */
  onAnswered?: (() => void) | undefined;
}

/** The turns that run in this process. */
export interface Turns {
  /** Handles a session's message by `work`, within a turn of its own, so that the session never looks dead. */
  run<Result>(message: TurnMessage, work: () => Promise<Result>, options?: RunOptions): Promise<Result>;
  /** Ends the turns with the process: waits a little for what runs, then sends what is still held. Never throws. */
  finish(): Promise<void>;
}

// Hosts mostly kill a process that takes longer than ten seconds.
const FINISH_GRACE_MS = 5_000;

/**
 * Linear wants a sign of life within 10 s and one every 30 minutes; a turn that throws ends in one error activity, which
 * tells nothing of the exception; the newest post of a turn that is over is its response.
 * https://linear.app/developers/agent-interaction, https://linear.app/developers/agent-best-practices
 */
export function createTurns(parts: TurnsParts): Turns {
  const running = new Map<Turn, Promise<unknown>>();
  let leaving = new AbortController();

  const handle = async <Result>(
    turn: Turn,
    work: () => Promise<Result>,
    { isFailure = () => true, onAnswered = () => {} }: RunOptions,
  ): Promise<Result> => {
    const { signal } = leaving;
    const stopListening = parts.line.listen(turn.sessionId, turn.note);
    const watching = [acknowledge(turn, parts), keepAlive(turn, parts)];
    turn.watchHeld((post) => void watching.push(showHeld(turn, post, parts)));
    try {
      const result = await work();
      await endTurn(turn, parts);
      onAnswered();
      await breakSilence(turn, parts, signal);
      return result;
    } catch (error) {
      if (isFailure(error)) await failTurn(turn, parts);
      throw error;
    } finally {
      turn.abandon();
      await Promise.all(watching);
      await parts.line.flush([turn.sessionId]);
      stopListening();
    }
  };

  return {
    run: <Result>(message: TurnMessage, work: () => Promise<Result>, options: RunOptions = {}): Promise<Result> => {
      const turn = createTurn(message, options, parts);
      // Signs of life and the answer belong to the turn as well: Stop silences them too.
      const handleInTurn = (): Promise<Result> => parts.work.runInTurn(turn, () => handle(turn, work, options));
      const handled = parts.facts
        .run(threadFacts(message.threadId), () =>
          measure(parts.clock, handleInTurn, (measured) => parts.diagnose({ kind: "turn", ...measured })),
        )
        .finally(() => running.delete(turn));
      running.set(turn, handled);
      return handled;
    },
    finish: async () => {
      leaving.abort();
      // A host may start the bot again.
      leaving = new AbortController();
      await waitAtMost(FINISH_GRACE_MS, Promise.allSettled(running.values()), parts.clock);
      await Promise.all([...running.keys()].map((turn) => giveUp(turn, parts)));
    },
  };
}

/** Gives up waiting for a turn: what the bot posted last is its answer, as far as anybody will know. */
async function giveUp(turn: Turn, { logger }: TurnsParts): Promise<void> {
  turn.abandon();
  try {
    await turn.answer();
  } catch (error) {
    const { sessionId, threadId } = turn;
    logger.error("The answer of a turn that did not end in time did not reach its agent session", {
      sessionId,
      threadId,
      error,
    });
  }
}

async function endTurn(turn: Turn, parts: TurnsParts): Promise<void> {
  const { sessionId, threadId } = turn;
  await turn.end();
  try {
    await turn.answer();
  } catch (error) {
    parts.logger.error("The answer of a turn did not reach its agent session", { sessionId, threadId, error });
    throw error;
  }
}

/**
 * Ends a turn that threw: what was posted before stays as a thought. A stream that fails has ended the session in an
 * error already.
 */
async function failTurn(turn: Turn, parts: TurnsParts): Promise<void> {
  const { sessionId, threadId } = turn;
  await turn.end();
  try {
    await turn.fail();
  } catch (error) {
    parts.logger.warn("What was posted last did not reach the agent session", { sessionId, threadId, error });
  }
  const newest = turn.newest();
  const isSaid = newest?.effect.kind === "error" && (await newest.landed);
  if (!isSaid) await tellHowItGoes(turn, parts, { kind: "error", body: parts.config.failureText });
}
