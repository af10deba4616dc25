import type { LinearAuth } from "../credentials/auth.js";
import type { LinearIssueEnd } from "../sessions/turns/stop-turn.js";
import type { LinearAdapterMode } from "../webhook/adapter-mode.js";

/** The options that the handlers of events read. */
export interface InboundConfig {
  auth: LinearAuth;
  /** The error of a session whose event was lost. */
  failureText: string;
  /** How many turns in a row bots may have between each other. */
  maxBotTurns: number | false;
  mode: LinearAdapterMode;
  /** Whether an issue that a person delegates is started. */
  startDelegatedIssues: boolean;
  /** What of an issue ends the work on it. */
  stopSessionsOn: readonly LinearIssueEnd[];
}
