import type { StreamChunk, TaskUpdateChunk } from "chat";

/**
 * What the ids of reasoning begin with. The Chat SDK has no chunk for a model's reasoning and lets only its own kinds
 * through, so it travels as a step: one that is complete, with the whole text as its title.
 */
const REASONING_ID_PREFIX = "reasoning:";

/** The `index`-th block of reasoning in a stream. */
export function buildReasoningChunk(index: number, text: string): TaskUpdateChunk {
  return { type: "task_update", id: `${REASONING_ID_PREFIX}${index}`, title: text, status: "complete" };
}

/** Whether a chunk is reasoning, to be shown as a thought, rather than a step. */
export function isReasoning(chunk: StreamChunk): boolean {
  return chunk.type === "task_update" && chunk.id.startsWith(REASONING_ID_PREFIX);
}
