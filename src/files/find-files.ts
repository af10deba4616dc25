import type { Attachment } from "chat";
import { parseFileAddress } from "./file-address.js";
import { toFileName } from "./file-name.js";
import { typeOfName } from "./file-types.js";
import { type FoundAddress, findAddresses } from "./find-addresses.js";

/** A file that a text shows or links. */
export interface MentionedFile {
  url: URL;
  /** Whether Linear keeps it, for those with a token. */
  isLinears: boolean;
  attachment: Attachment;
}

/** Who passes attachments to a model downloads each of them. All others are still among the message's links. */
const MAX_FILES = 20;

/**
 * The files in texts, each once, in their order, the first 20: whatever lies below `base`, and pictures of other https hosts.
 */
export function findFiles(texts: readonly string[], base: URL): MentionedFile[] {
  const files = new Map<string, MentionedFile>();
  for (const found of texts.flatMap(findAddresses)) {
    const file = toFile(found, base);
    if (file === undefined || files.has(file.url.href)) continue;
    files.set(file.url.href, file);
    if (files.size === MAX_FILES) break;
  }
  return [...files.values()];
}

function toFile(found: FoundAddress, base: URL): MentionedFile | undefined {
  const linears = parseFileAddress(found.address, base);
  const url = linears ?? (found.isPicture ? parseHttps(found.address) : undefined);
  return url && { url, isLinears: linears !== undefined, attachment: toAttachment(url, found) };
}

function parseHttps(address: string): URL | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return url?.protocol === "https:" ? url : undefined;
}

/** Linear's addresses end in ids: the name of a file mostly stands in the label. */
function toAttachment(url: URL, { label, isPicture }: FoundAddress): Attachment {
  const last = lastSegment(url);
  const named = [label, last].find((name) => name !== undefined && typeOfName(name) !== undefined);
  const name = named ?? (label !== undefined && !label.includes("://") ? label : undefined);
  const known = named === undefined ? undefined : typeOfName(named);
  return {
    type: known?.type ?? (isPicture ? "image" : "file"),
    url: url.href,
    ...(name === undefined ? {} : { name: toFileName(name) }),
    ...(known === undefined ? {} : { mimeType: known.mimeType }),
  };
}

function lastSegment({ pathname }: URL): string | undefined {
  const segment = pathname.split("/").at(-1) ?? "";
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
