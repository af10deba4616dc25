import type { StreamChunk, TaskUpdateChunk } from "chat";

/**
 * What the id of a chunk with files begins with. The Chat SDK has no chunk for what a model has made and lets only its own
 * kinds through, so files travel as a step that is still to come.
 */
const FILES_ID_PREFIX = "files:";

/** A file that a model has made, with its content. */
export interface StreamedFile {
  name: string | undefined;
  /** Such as `image/png`. */
  mimeType: string | undefined;
  /** Bytes, or base64. */
  content: Uint8Array | string;
  /** What stands for it where it cannot be shown: its name or kind, its type and its size. Markdown. */
  description: string;
}

/** The step that carries files; the Chat SDK passes fields on that it does not know. */
interface FilesChunk extends TaskUpdateChunk {
  files: readonly StreamedFile[];
}

export function buildFilesChunk(files: readonly StreamedFile[]): FilesChunk {
  const title = files.map(({ description }) => description).join(", ");
  return { type: "task_update", id: `${FILES_ID_PREFIX}1`, title, status: "pending", files };
}

/** The files that a chunk carries; undefined for every other chunk. */
export function readFiles(chunk: string | StreamChunk): readonly StreamedFile[] | undefined {
  if (typeof chunk === "string" || chunk.type !== "task_update" || !chunk.id.startsWith(FILES_ID_PREFIX))
    return undefined;
  return isFilesChunk(chunk) ? chunk.files : undefined;
}

const isFilesChunk = (chunk: TaskUpdateChunk): chunk is FilesChunk => "files" in chunk && Array.isArray(chunk.files);
