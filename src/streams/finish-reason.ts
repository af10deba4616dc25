import type { FinishReason, ModelEvent } from "./model-event.js";

// Producers and providers have names of their own for the same few reasons.
const reasons: ReadonlyMap<string, FinishReason> = new Map<string, FinishReason>([
  ["stop", "stop"],
  ["end_turn", "stop"],
  ["stop_sequence", "stop"],
  ["completed", "stop"],
  ["complete", "stop"],
  ["eos", "stop"],
  ["eos_token", "stop"],
  ["length", "length"],
  ["model_length", "length"],
  ["max_tokens", "length"],
  ["max_output_tokens", "length"],
  ["model_context_window_exceeded", "length"],
  ["content_filter", "content-filter"],
  ["refusal", "content-filter"],
  ["safety", "content-filter"],
  ["image_safety", "content-filter"],
  ["recitation", "content-filter"],
  ["blocklist", "content-filter"],
  ["prohibited_content", "content-filter"],
  ["spii", "content-filter"],
  ["content_filtered", "content-filter"],
  ["guardrail_intervened", "content-filter"],
  ["tool_calls", "tool-calls"],
  ["tool_use", "tool-calls"],
  ["function_call", "tool-calls"],
  ["abort", "aborted"],
  ["aborted", "aborted"],
  ["cancelled", "aborted"],
  ["error", "failed"],
  ["malformed_function_call", "failed"],
  ["malformed_tool_use", "failed"],
]);

/** The end of a run by the name that its producer has for it; nothing where it has none. */
export function toFinish(name: unknown): ModelEvent[] {
  if (typeof name !== "string" || name === "") return [];
  return [{ kind: "finished", reason: reasons.get(name.toLowerCase().replaceAll("-", "_")) ?? "other" }];
}
