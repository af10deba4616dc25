import { isLinearAdapterError, LinearAdapterError } from "../errors.js";
import type { FinishReason } from "./model-event.js";
import { INCOMPLETE_TEXTS } from "./stream-texts.js";

/** How an answer can stay half an answer. */
export type IncompleteReason = Exclude<FinishReason, "stop" | "tool-calls">;

const incompleteMessages: { [Reason in IncompleteReason]: string } = {
  length: "The model's answer broke off at its length limit; allow more output tokens, or ask for less at once",
  "content-filter":
    "The model's answer was stopped by a content filter; what was asked, or the tools' output, set it off",
  aborted: "The model's run was aborted before it was done, by a signal or a time limit of the bot's own",
  failed: "The model's run ended in an error that its stream does not tell; see the log of whatever runs the model",
  other: "The model's run ended without an answer and without a reason; see the log of whatever runs the model",
};

/** The error of a stream that ended before its answer was whole. */
export function buildIncompleteError(reason: IncompleteReason): LinearAdapterError {
  return new LinearAdapterError("ANSWER_INCOMPLETE", incompleteMessages[reason], { reason });
}

/** The words for people where a stream broke off: what happened where that is known, else `otherwise`. */
export function failureTextOf(error: unknown, otherwise: string): string {
  if (error instanceof Error && ABORTS.has(error.name)) return INCOMPLETE_TEXTS.aborted;
  if (!isLinearAdapterError(error, "ANSWER_INCOMPLETE")) return otherwise;
  const { reason } = error.facts;
  return isTold(reason) ? INCOMPLETE_TEXTS[reason] : otherwise;
}

// The names of what an aborted signal and one that has timed out throw: https://dom.spec.whatwg.org/#aborting-ongoing-activities
const ABORTS: ReadonlySet<string> = new Set(["AbortError", "TimeoutError"]);

const isTold = (reason: unknown): reason is keyof typeof INCOMPLETE_TEXTS =>
  typeof reason === "string" && Object.hasOwn(INCOMPLETE_TEXTS, reason);

/** The error of a stream whose parts nobody knows. `types`: what the parts call themselves. */
export function buildNotUnderstoodError(types: readonly string[]): LinearAdapterError {
  return new LinearAdapterError(
    "STREAM_NOT_UNDERSTOOD",
    `toLinearStream understood nothing of the stream. It had parts of these types: ${types.join(", ")}. ` +
      "Map them to text and to chunks of the Chat SDK, or pass a stream that docs/streams.md lists",
    { types },
  );
}

/** The error of a stream that ended with nothing to show, as far as the Chat SDK has let anything through. */
export function buildEmptyError(): LinearAdapterError {
  return new LinearAdapterError(
    "STREAM_NOT_UNDERSTOOD",
    "The stream ended, and nothing in it was text, a step or a plan. If it went through toLinearStream, the run of the " +
      "model ended without anything that is shown here: see the log of whatever runs the model. If not, its parts may be " +
      "of a kind that the Chat SDK drops without a word: toLinearStream(stream) reads more kinds, and names those that it " +
      "does not know",
  );
}
