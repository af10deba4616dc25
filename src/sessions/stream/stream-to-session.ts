import type { Logger, StreamChunk, StreamOptions } from "chat";
import type { StreamQuestion } from "../../streams/approval-chunk.js";
import { STOPPED_TEXT } from "../../streams/stream-texts.js";
import type { Said } from "../speech/send-effect.js";
import type { SessionEffect } from "../speech/session-effect.js";
import type { SessionVoice } from "../turns/session-voice.js";
import type { StopMarks } from "../turns/stop-marks.js";
import { runSessionStream } from "./play-stream.js";
import { createSessionStream } from "./stream-to-effects.js";

export interface StreamToSessionParts {
  voice: SessionVoice;
  stopMarks: StopMarks;
  /** Fills in what a bot's text leaves open for Linear: mentions and emoji. */
  render: (markdown: string) => Promise<string>;
  /** Called before the session is asked something. */
  beforeAsking: (sessionId: string) => Promise<void>;
  /** Whether a model's reasoning stays in the session. */
  keepsReasoning: boolean;
  /** The error of a stream that fails. */
  failureText: string;
  logger: Pick<Logger, "warn">;
}

/** What a stream has become: its message, and what that asks where tools wait for approval. */
export interface StreamedToSession {
  said: Said | undefined;
  question: StreamQuestion | undefined;
}

/** Streams into an agent session. */
export async function streamToSession(
  sessionId: string,
  chunks: AsyncIterable<string | StreamChunk>,
  options: StreamOptions,
  parts: StreamToSessionParts,
): Promise<StreamedToSession> {
  const { keepsReasoning, failureText } = parts;
  const stream = createSessionStream({ taskDisplayMode: options.taskDisplayMode, keepsReasoning, failureText });
  const outcome = await runSessionStream(chunks, stream, {
    say: createOrderedSpeech(sessionId, parts),
    dropEphemeral: () => parts.voice.dropEphemeral(sessionId),
    onDropped: (effect, error) =>
      parts.logger.warn("A part of a stream did not reach the agent session", { part: effect.kind, error }),
    ending: options.sessionStatus === "suspended" ? "suspend" : "answer",
    signal: options.signal,
  });
  switch (outcome.kind) {
    case "answered":
    case "suspended":
      return { said: outcome.last, question: outcome.question };
    case "aborted": {
      // The session of a stream that a person stopped was closed when the stop came in; one that the bot itself stopped
      // is closed here.
      const isClosed = await parts.stopMarks.isStopped(sessionId);
      const said = isClosed ? outcome.last : await parts.voice.post(sessionId, async () => STOPPED_TEXT);
      return { said, question: undefined };
    }
  }
}

/** Renders each effect and says it; rendering may have to ask Linear, which must not change their order. */
function createOrderedSpeech(sessionId: string, parts: StreamToSessionParts): (effect: SessionEffect) => Promise<Said> {
  const { voice } = parts;
  let rendered: Promise<unknown> = Promise.resolve();

  return async (effect) => {
    const earlier = rendered;
    const rendering = renderEffect(effect, parts);
    rendered = Promise.allSettled([earlier, rendering]).then(() => {});
    await earlier;
    const ready = await rendering;
    if (ready.kind === "elicitation") await parts.beforeAsking(sessionId);
    if (ready.kind === "response") return await voice.post(sessionId, async () => ready.body);
    return await voice.say(sessionId, ready);
  };
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
