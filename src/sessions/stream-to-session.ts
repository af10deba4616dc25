import type { Logger, StreamChunk, StreamOptions } from "chat";
import type { Clock } from "../util/clock.js";
import { runSessionStream } from "./run-session-stream.js";
import type { SessionEffect } from "./session-effect.js";
import { createSessionStream } from "./session-stream.js";
import type { PerformedEffect, SessionWriter } from "./session-writer.js";
import type { StopMarks } from "./stop-marks.js";

/** Closes a session whose turn was stopped: without a last word Linear shows the agent as still working. */
export const STOPPED_TEXT = "Stopped.";

// Nobody reads a plan faster, and each change is a request of the hour's budget.
const PLAN_INTERVAL_MS = 1_000;

export interface StreamToSessionParts {
  sessionWriter: SessionWriter;
  stopMarks: StopMarks;
  /** Fills in what a bot's text leaves open for Linear: mentions and emoji. */
  render: (markdown: string) => Promise<string>;
  clock: Clock;
  logger: Pick<Logger, "warn">;
}

/** Streams into an agent session; resolves to what the message is. */
export async function streamToSession(
  sessionId: string,
  chunks: AsyncIterable<string | StreamChunk>,
  options: StreamOptions,
  parts: StreamToSessionParts,
): Promise<PerformedEffect | undefined> {
  const outcome = await runSessionStream(chunks, createSessionStream({ taskDisplayMode: options.taskDisplayMode }), {
    perform: async (effect) => await parts.sessionWriter.perform(sessionId, await renderEffect(effect, parts)),
    onDropped: (effect, error) =>
      parts.logger.warn("A part of a stream did not reach the agent session", { part: effect.kind, error }),
    planPace: { clock: parts.clock, intervalMs: PLAN_INTERVAL_MS },
    ending: options.sessionStatus === "suspended" ? "suspend" : "answer",
    signal: options.signal,
  });
  // Stopped by a person, the session was closed when the stop came in; stopped by the bot itself, it is closed here.
  if (outcome.kind === "aborted" && !(await parts.stopMarks.isStopped(sessionId))) {
    return await parts.sessionWriter.perform(sessionId, { kind: "response", body: STOPPED_TEXT });
  }
  return outcome.last;
}

async function renderEffect(
  effect: SessionEffect,
  { render }: Pick<StreamToSessionParts, "render">,
): Promise<SessionEffect> {
  switch (effect.kind) {
    case "plan":
      return effect;
    case "action": {
      const { parameter, result } = effect;
      return {
        ...effect,
        parameter: await render(parameter),
        result: result === undefined ? undefined : await render(result),
      };
    }
    case "thought":
    case "elicitation":
    case "response":
    case "error":
      return { ...effect, body: await render(effect.body) };
  }
}
