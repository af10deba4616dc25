import type { PlanTaskStatus, StreamChunk, TaskUpdateChunk } from "chat";
import { readQuestion } from "./approval-chunk.js";
import { isReasoning } from "./reasoning-chunk.js";

/**
 * What became of the steps of a stream that is over. "done": each was done. "partly": some were, and others failed.
 * "unfinished": none was, or one was not brought to an end. "nothing": there was none.
 */
export type StreamWork = "done" | "partly" | "unfinished" | "nothing";

/** Tells what became of a stream's steps, for streams that end without a word of their own. */
export interface StepVerdicts {
  add(chunk: StreamChunk): void;
  verdict(): StreamWork;
}

export function createStepVerdicts(): StepVerdicts {
  const statuses = new Map<string, PlanTaskStatus>();
  let hasOther = false;

  /** A step that is over does not run again; its verdict may be corrected. */
  function set({ id, status }: TaskUpdateChunk): void {
    const before = statuses.get(id);
    if (before === undefined || isOpen(before) || !isOpen(status)) statuses.set(id, status);
  }

  return {
    add(chunk) {
      if (chunk.type === "plan_update" || isReasoning(chunk) || readQuestion(chunk)) hasOther = true;
      else if (chunk.type === "task_update") set(chunk);
    },
    verdict() {
      const all = [...statuses.values()];
      if (all.length === 0) return hasOther ? "unfinished" : "nothing";
      if (all.some(isOpen)) return "unfinished";
      if (all.every((status) => status === "complete")) return "done";
      return all.includes("complete") ? "partly" : "unfinished";
    },
  };
}

const isOpen = (status: PlanTaskStatus): boolean => status === "pending" || status === "in_progress";
