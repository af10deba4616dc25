import type { StreamChunk, TaskUpdateChunk } from "chat";
import { renderQuestion, type WaitingCall } from "./approval-input.js";

/**
 * What the id of a request for approval begins with. The Chat SDK has no chunk for it and lets only its own kinds
 * through, so it travels as a step that is still to come, with the whole question as its title.
 */
const APPROVAL_ID_PREFIX = "approval:";

/** The question at the end of a stream whose tools wait for a person. */
export function buildApprovalChunk(calls: readonly WaitingCall[]): TaskUpdateChunk {
  return { type: "task_update", id: `${APPROVAL_ID_PREFIX}1`, title: renderQuestion(calls), status: "pending" };
}

/** Whether a chunk asks for approval, to be shown as a question, rather than a step. */
export function isApproval(chunk: StreamChunk): boolean {
  return chunk.type === "task_update" && chunk.id.startsWith(APPROVAL_ID_PREFIX);
}
