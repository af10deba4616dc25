import { LinearAdapterError } from "../errors.js";

/** A decoded thread ID, in the shape of `@chat-adapter/linear`. `issueId` is "" for a session without an issue. */
export interface LinearThreadId {
  /** Agent session UUID. */
  agentSessionId?: string;
  /** Root comment UUID: every comment of one thread has the same. */
  commentId?: string;
  /** Issue UUID. */
  issueId: string;
}

/** A decoded thread ID of an agent session. */
export type LinearAgentSessionThreadId = LinearThreadId & { agentSessionId: string };

/**
 * Narrows a decoded thread ID to that of an agent session.
 * @throws {LinearAdapterError} `THREAD_ID_INVALID` when the thread is not an agent session.
 */
export function assertAgentSessionThread(thread: LinearThreadId): asserts thread is LinearAgentSessionThreadId {
  if (thread.agentSessionId === undefined) {
    throw new LinearAdapterError("THREAD_ID_INVALID", "The thread is not an agent session");
  }
}

/** A thread as this package sees it inside. */
export type LinearThread =
  | { kind: "issue"; issueId: string }
  | { kind: "comment"; issueId: string; commentId: string }
  | { kind: "session"; issueId: string | undefined; sessionId: string };

export type SessionThread = Extract<LinearThread, { kind: "session" }>;

/** A thread that comments are written in. */
export type CommentThread = Extract<LinearThread, { kind: "issue" | "comment" }>;

// Group 1 issue, 2 root comment, 3 session. Parts hold no colon, so each string has one reading.
const PATTERN = /^linear:([^:]*)(?::c:([^:]+))?(?::s:([^:]+))?$/;

/**
 * Builds the thread ID: `linear:{issue}`, `linear:{issue}:c:{comment}`, `linear:{issue}:s:{session}` or
 * `linear:{issue}:c:{comment}:s:{session}`.
 * @throws {LinearAdapterError} `THREAD_ID_INVALID` when a part is empty or holds a colon.
 */
export function encodeThreadId(id: LinearThreadId): string {
  const encoded =
    `linear:${id.issueId}` +
    (id.commentId === undefined ? "" : `:c:${id.commentId}`) +
    (id.agentSessionId === undefined ? "" : `:s:${id.agentSessionId}`);
  const isAmbiguous = [id.issueId, id.commentId, id.agentSessionId].some((part) => part?.includes(":"));
  if (isAmbiguous || !PATTERN.test(encoded) || isWithoutPlace(id)) throw invalid(encoded);
  return encoded;
}

/**
 * Reads a thread ID.
 * @throws {LinearAdapterError} `THREAD_ID_INVALID` for IDs of other adapters and for missing or empty parts.
 */
export function decodeThreadId(threadId: string): LinearThreadId {
  const match = PATTERN.exec(threadId);
  const [, issueId, commentId, agentSessionId] = match ?? [];
  if (issueId === undefined) throw invalid(threadId);
  const id: LinearThreadId = {
    issueId,
    ...(commentId === undefined ? {} : { commentId }),
    ...(agentSessionId === undefined ? {} : { agentSessionId }),
  };
  if (isWithoutPlace(id)) throw invalid(threadId);
  return id;
}

/** Only a session can be without an issue. */
const isWithoutPlace = ({ issueId, commentId, agentSessionId }: LinearThreadId): boolean =>
  issueId === "" && (agentSessionId === undefined || commentId !== undefined);

const IDENTIFIER = /^[a-z][a-z0-9_]{0,30}-\d{1,10}$/i;

function invalid(threadId: string): LinearAdapterError {
  const like = IDENTIFIER.test(threadId) ? `linear:${threadId}` : "linear:{issueId}:c:{commentId}";
  return new LinearAdapterError(
    "THREAD_ID_INVALID",
    `"${String(threadId).slice(0, 200)}" is not a Linear thread ID such as ${like}`,
  );
}

/** Reads a thread ID into the tagged union. The form with both `:c:` and `:s:` is that session. */
export function parseThread(threadId: string): LinearThread {
  const { issueId, commentId, agentSessionId } = decodeThreadId(threadId);
  if (agentSessionId !== undefined)
    return { kind: "session", issueId: issueId || undefined, sessionId: agentSessionId };
  if (commentId !== undefined) return { kind: "comment", issueId, commentId };
  return { kind: "issue", issueId };
}

/** The one canonical ID of a thread. */
export function formatThread(thread: LinearThread): string {
  switch (thread.kind) {
    case "issue":
      return encodeThreadId({ issueId: thread.issueId });
    case "comment":
      return encodeThreadId({ issueId: thread.issueId, commentId: thread.commentId });
    case "session":
      return encodeThreadId({ issueId: thread.issueId ?? "", agentSessionId: thread.sessionId });
  }
}

/** The issue that a thread is on; undefined for a session without one. */
export function issueIdOf(thread: LinearThread): string | undefined {
  switch (thread.kind) {
    case "issue":
    case "comment":
    case "session":
      return thread.issueId;
  }
}

/** The channel of a thread is its issue; a session without one is its own channel. */
export function channelIdOf(threadId: string): string {
  const issueId = issueIdOf(parseThread(threadId));
  return issueId === undefined ? threadId : encodeThreadId({ issueId });
}
