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
