import { isJsonObject, type JsonObject } from "../../util/json.js";
import type { ModelEvent } from "../model-event.js";
import { filledString, toId, toText } from "../part-fields.js";
import { toSource } from "../reference-parts.js";

/** The messages that came piece by piece, as events of Anthropic's Messages API. */
export interface StreamedMessages {
  take(event: JsonObject): ModelEvent[];
  /** Begins a message, to which what follows belongs: another one is another paragraph. */
  begin(messageId: unknown): ModelEvent[];
  /** Whether the text and the reasoning of a message have been read already: it comes once more, whole. */
  has(messageId: unknown): boolean;
}

/** https://platform.claude.com/docs/en/build-with-claude/streaming */
export function createStreamedMessages(): StreamedMessages {
  const known = new Set<unknown>();
  let current: unknown;

  const blockId = (event: JsonObject): string => `${toId(current)}:${toId(event.index)}`;

  function readDelta(event: JsonObject): ModelEvent[] {
    const { delta } = event;
    if (!isJsonObject(delta)) return [];
    if (delta.type === "text_delta") return toText(delta.text);
    if (delta.type === "citations_delta") return toSource(delta.citation);
    const text = delta.type === "thinking_delta" ? filledString(delta.thinking) : undefined;
    return text === undefined ? [] : [{ kind: "reasoning", blockId: blockId(event), text }];
  }

  function begin(messageId: unknown): ModelEvent[] {
    if (messageId === current) return [];
    current = messageId;
    return [{ kind: "paragraph-over" }];
  }

  return {
    begin,
    take(event) {
      switch (event.type) {
        case "message_start": {
          const id = isJsonObject(event.message) ? event.message.id : undefined;
          known.add(id);
          return begin(id);
        }
        case "content_block_delta":
          return readDelta(event);
        case "content_block_stop":
          return [{ kind: "reasoning-over", blockId: blockId(event) }];
        default:
          return [];
      }
    },
    has: (messageId) => known.has(messageId),
  };
}
