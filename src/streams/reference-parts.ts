import { isJsonObject, type JsonObject } from "../util/json.js";
import type { GeneratedFile, ModelEvent } from "./model-event.js";
import { filledString } from "./part-fields.js";

/**
 * Reads a source as producers and providers write it: one with an address, a document, a citation that holds either.
 * Nothing for one that names neither.
 */
export function toSource(part: unknown): ModelEvent[] {
  if (!isJsonObject(part)) return [];
  const inner = part.source ?? part.url_citation;
  if (isJsonObject(inner)) return toSource(inner);
  const url = filledString(part.url) ?? filledString(part.uri);
  const title = filledString(part.title) ?? filledString(part.document_title) ?? filledString(part.filename);
  return url === undefined && title === undefined ? [] : [{ kind: "source", source: { url, title } }];
}

/** Reads the list of a text's citations or annotations; nothing for what is no list. */
export const toSources = (list: unknown): ModelEvent[] => (Array.isArray(list) ? list.flatMap(toSource) : []);

/** Reads a file that the model has made: its content as base64 or bytes, or its address, which may hold the content. */
export function toFile(part: unknown): ModelEvent[] {
  if (!isJsonObject(part)) return [];
  if (isJsonObject(part.file)) return toFile(part.file);
  const address = filledString(part.url);
  const inline = /^data:([^;,]*)[^,]*,/.exec(address?.slice(0, 200) ?? "");
  const content = inline === null ? toContent(part) : address && contentOf(address, inline[0].length);
  const file: GeneratedFile = {
    name: filledString(part.filename) ?? filledString(part.name),
    mediaType: filledString(part.mediaType) ?? filledString(part.mimeType) ?? inline?.[1],
    url: inline === null ? address : undefined,
    bytes: sizeOf(content),
    content,
  };
  return file.mediaType === undefined && file.url === undefined ? [] : [{ kind: "file", file }];
}

/** Parts of the AI SDK make either of the two from the other when it is asked for. */
function toContent({ base64, data, uint8Array }: JsonObject): Uint8Array | string | undefined {
  return [base64, data, uint8Array].find(isContent);
}

const isContent = (value: unknown): value is Uint8Array | string =>
  value instanceof Uint8Array || (typeof value === "string" && value !== "");

/** What stands behind the comma of a `data:` address. https://www.rfc-editor.org/rfc/rfc2397 */
function contentOf(address: string, start: number): Uint8Array | string | undefined {
  if (/;base64,$/i.test(address.slice(0, start))) return address.slice(start) || undefined;
  try {
    return Buffer.from(decodeURIComponent(address.slice(start)));
  } catch {
    return undefined;
  }
}

function sizeOf(content: Uint8Array | string | undefined): number | undefined {
  if (content instanceof Uint8Array) return content.byteLength;
  if (content === undefined) return undefined;
  const padding = content.endsWith("==") ? 2 : content.endsWith("=") ? 1 : 0;
  return Math.floor((content.length * 3) / 4) - padding;
}
