import { createAiSdkReader } from "./ai-sdk/ai-sdk.js";
import { createClaudeAgentReader } from "./claude-agent/claude-agent.js";
import { createLangChainReader } from "./langchain/langchain.js";
import { createMastraReader } from "./mastra/mastra.js";
import type { ModelEvent, PartReader } from "./model-event.js";
import { createOpenAiAgentsReader } from "./openai-agents/openai-agents.js";
import { createTanStackReader } from "./tanstack/tanstack.js";

/**
 * The readers of streams that are understood. Mastra stands before the AI SDK, whose names it uses for other shapes.
 */
const producers: readonly (() => PartReader)[] = [
  createMastraReader,
  createAiSdkReader,
  createOpenAiAgentsReader,
  createLangChainReader,
  createClaudeAgentReader,
  createTanStackReader,
];

/** Reads one stream by whoever knows its parts; a stream may be made of several producers' parts. */
export function createReader(): Required<PartReader> {
  const readers = producers.map((create) => create());

  function take(part: unknown): readonly ModelEvent[] | undefined {
    for (const reader of readers) {
      const events = reader.take(part);
      if (events !== undefined) return events;
    }
    return undefined;
  }

  return { take, finish: () => readers.flatMap((reader) => reader.finish?.() ?? []) };
}
