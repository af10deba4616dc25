import type { StreamWork } from "./step-verdicts.js";

/** Says that the work is over where a stream ended without a last word. A session left on an action never completes. */
export const EMPTY_RESPONSE = "Done.";

/** What people read when a stream failed. It tells nothing of the exception, which may hold other people's data. */
export const FAILURE_TEXT = "Something went wrong while I was working on this. Please try again.";

/** Closes a session whose turn was stopped: without a last word Linear shows the agent as still working. */
export const STOPPED_TEXT = "Stopped.";

/** Ends the half text of a stream that was stopped, in an agent session. */
export const SESSION_STOPPED_MARK = "_(stopped here)_";

/** Ends the half text of a stream that failed, in an agent session. */
export const SESSION_FAILED_MARK = "_(broke off here)_";

/** Ends the half text of a stream that was stopped, in a comment. */
export const COMMENT_STOPPED_MARK = "_Stopped._";

/** Ends the half text of a stream that failed, in a comment. */
export const COMMENT_FAILED_MARK = "_The answer broke off here._";

/** Says that the work is over where a stream ended without a last word, and nothing that it began was done. */
export const UNFINISHED_RESPONSE = "I stopped before this was done.";

/** Says that the work is over where a model's run ended with a tool, and not with a word. */
export const ENDED_WITH_TOOL = "I stopped after my last step, without a summary.";

/** Stands below an answer whose model ended for a reason that says neither that it was done nor what went wrong. */
export const NO_REASON = "_The model did not say why it stopped here: this may not be the whole answer._";

/** Says that the work is over where a stream ended without a last word, and not all that it began worked. */
export const PARTLY_DONE_RESPONSE = "I have come to the end, but not all of my steps worked.";

/** The last word of a stream that ended without one: it says "done" only where all was. */
export function wordlessText(work: StreamWork, done: string = EMPTY_RESPONSE): string {
  switch (work) {
    case "done":
      return done;
    case "partly":
      return PARTLY_DONE_RESPONSE;
    case "unfinished":
    case "nothing":
      return UNFINISHED_RESPONSE;
  }
}

/** What people read when an answer broke off for a reason that may be told. */
export const INCOMPLETE_TEXTS: Readonly<Record<"length" | "content-filter" | "aborted", string>> = {
  length: "My answer became too long and broke off. Please ask for less at once.",
  "content-filter": "My answer was stopped by a content filter.",
  aborted: "My work on this was stopped before it was done.",
};
