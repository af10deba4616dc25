import { LinearAdapterError } from "../../errors.js";
import type { LinearActorData, LinearContextIssue, SessionTrigger } from "../../messages/raw-message.js";

/** Somebody's agent session on an issue, as `onAgentSession` is asked about it. */
export interface LinearSessionRequest {
  organizationId: string;
  /** UUID. */
  sessionId: string;
  /** The thread that the bot's handlers would get. */
  threadId: string;
  /** A mention in an issue's description comes as a delegation: Linear's event does not tell the two apart. */
  trigger: SessionTrigger;
  /** The issue with its team. Undefined in a session without an issue. */
  issue: LinearContextIssue | undefined;
  /** The person or app user that opened the session. Undefined when an automation did. */
  creator: LinearActorData | undefined;
  /**
   * Reads what Linear's event leaves out of the issue, such as labels and project. One request, however often it is
   * called; undefined in a session without an issue.
   * @throws {LinearAdapterError} what Linear refuses, such as `NOT_FOUND`.
   */
  readIssue(): Promise<LinearSessionIssue | undefined>;
}

/** Somebody who has to do with an issue. */
export interface LinearSessionPerson {
  /** UUID. */
  id: string;
  /** The @handle. */
  displayName: string;
}

/** An issue as Linear holds it now. */
export interface LinearSessionIssue {
  /** UUID. */
  id: string;
  /** Such as `ENG-123`. */
  identifier: string;
  title: string;
  /** Markdown. */
  description: string | undefined;
  url: string;
  /** Name of the workflow state. */
  state: string;
  /** Name. */
  project: string | undefined;
  /** Names, at most 25. */
  labels: readonly string[];
  creator: LinearSessionPerson | undefined;
  assignee: LinearSessionPerson | undefined;
  delegate: LinearSessionPerson | undefined;
}

/** What becomes of an agent session. It holds for the session's later prompts too. */
export type LinearSessionDecision =
  /** The bot's handlers answer, as they do without the hook. */
  | { kind: "accept" }
  /** The session ends in one response, Markdown. Default: that this is nothing the bot works on. */
  | { kind: "refuse"; message?: string | undefined }
  /**
   * The session ends in one response that begins with a mention of the Linear user `to`, by UUID: a person is notified,
   * another agent gets a session of its own. `message`, Markdown, follows the mention.
   */
  | { kind: "redirect"; to: string; message?: string | undefined }
  /** Nothing is said from here: another deployment of the app answers. */
  | { kind: "ignore" };

/** Decides what becomes of an agent session; nothing stands for `accept`. */
export type OnAgentSession = (
  request: LinearSessionRequest,
) => Promise<LinearSessionDecision | undefined> | LinearSessionDecision | undefined;

const DEFAULT_REFUSAL = "This is nothing that I work on.";
const DEFAULT_REDIRECTION = "this one is for you.";

/** What the session is told, in Markdown; undefined for nothing. */
export function toClosingText(decision: LinearSessionDecision): string | undefined {
  switch (decision.kind) {
    case "refuse":
      return decision.message ?? DEFAULT_REFUSAL;
    case "redirect":
      return `<@${decision.to}> ${decision.message ?? DEFAULT_REDIRECTION}`;
    case "accept":
    case "ignore":
      return undefined;
  }
}

/**
 * The decision as plain data.
 * @throws {LinearAdapterError} `CONFIG_INVALID`: what is misspelt must not pass for an acceptance.
 */
export function readDecision(given: LinearSessionDecision | undefined): LinearSessionDecision {
  if (given === undefined) return { kind: "accept" };
  switch (given.kind) {
    case "accept":
    case "ignore":
      return { kind: given.kind };
    case "refuse":
      return { kind: "refuse", message: given.message };
    case "redirect":
      if (typeof given.to !== "string" || given.to === "") break;
      return { kind: "redirect", to: given.to, message: given.message };
  }
  throw new LinearAdapterError(
    "CONFIG_INVALID",
    'onAgentSession has to return nothing or a decision of kind "accept", "refuse", "redirect" (with the id of a user as "to") or "ignore"',
    { option: "onAgentSession" },
  );
}
