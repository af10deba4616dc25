import type { StreamChunk } from "chat";
import { buildReasoningChunk } from "./reasoning-chunk.js";

/** The reasoning of one stream, which comes in blocks, several at a time. */
export interface ReasoningBlocks {
  add(blockId: string, text: string): void;
  /** Ends a block, and gives it whole. */
  end(blockId: string): StreamChunk[];
  /** Ends all blocks, since something else has come: what was reasoned before it is shown before it. */
  endAll(): StreamChunk[];
}

export function createReasoningBlocks(): ReasoningBlocks {
  const blocks = new Map<string, string>();
  let count = 0;

  function end(blockId: string): StreamChunk[] {
    const text = blocks.get(blockId)?.trim() ?? "";
    blocks.delete(blockId);
    // Providers that keep their reasoning to themselves send empty blocks.
    if (text === "") return [];
    count += 1;
    return [buildReasoningChunk(count, text)];
  }

  return {
    add: (blockId, text) => void blocks.set(blockId, (blocks.get(blockId) ?? "") + text),
    end,
    endAll: () => [...blocks.keys()].flatMap(end),
  };
}
