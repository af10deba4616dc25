import type { StreamChunk, TaskUpdateChunk } from "chat";
import { MAX_CALLS, renderQuestion, type WaitingCall } from "./approval-input.js";

/**
 * What the id of a request for approval begins with. The Chat SDK has no chunk for it and lets only its own kinds
 * through, so it travels as a step that is still to come, with the whole question as its title.
 */
const APPROVAL_ID_PREFIX = "approval:";

/** What a stream asks a person at its end. */
export interface StreamQuestion {
  /** Markdown. */
  body: string;
  /** What is asked for, by the producer's ids: what is not shown is not asked for. */
  approvalIds: readonly string[];
}

/** The step that carries a question; the Chat SDK passes fields on that it does not know. */
interface ApprovalChunk extends TaskUpdateChunk {
  approvalIds: readonly string[];
}

/** The question at the end of a stream whose tools wait for a person. */
export function buildApprovalChunk(calls: readonly WaitingCall[]): ApprovalChunk {
  return {
    type: "task_update",
    id: `${APPROVAL_ID_PREFIX}1`,
    title: renderQuestion(calls),
    status: "pending",
    approvalIds: calls.slice(0, MAX_CALLS).map(({ approvalId }) => approvalId),
  };
}

/** The question that a chunk asks; undefined for a chunk that is a step, or anything else. */
export function readQuestion(chunk: StreamChunk): StreamQuestion | undefined {
  if (chunk.type !== "task_update" || !chunk.id.startsWith(APPROVAL_ID_PREFIX)) return undefined;
  const approvalIds = "approvalIds" in chunk && Array.isArray(chunk.approvalIds) ? chunk.approvalIds : [];
  return { body: chunk.title, approvalIds };
}
