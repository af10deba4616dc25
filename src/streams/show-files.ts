import type { Logger, StreamChunk } from "chat";
import type { UploadOptions, Uploads } from "../files/create-uploads.js";
import { renderFile } from "../render/render-message.js";
import { mapSideBySide } from "../util/map-side-by-side.js";
import { readFiles, type StreamedFile } from "./files-chunk.js";

export interface ShowFilesParts extends UploadOptions {
  uploads: Pick<Uploads, "uploadOne">;
  logger: Pick<Logger, "warn">;
}

type Chunk = string | StreamChunk;

/**
 * A stream whose files are uploaded as they come, and shown where they stand: pictures in the text, others as links. An
 * answer is worth more than its picture: a file that fails is named instead, and the log says why.
 */
export function showFiles(chunks: AsyncIterable<Chunk>, parts: ShowFilesParts): AsyncIterable<Chunk> {
  return {
    [Symbol.asyncIterator]: () => {
      const source = chunks[Symbol.asyncIterator]();
      return {
        next: async () => {
          const next = await source.next();
          const files = next.done ? undefined : readFiles(next.value);
          return files === undefined ? next : { done: false, value: await show(files, parts) };
        },
        // Not by way of a generator, which would not pass it on while it waits for the source.
        return: async () => (await source.return?.()) ?? { done: true, value: undefined },
      };
    },
  };
}

const MAX_AT_ONCE = 4;

async function show(files: readonly StreamedFile[], parts: ShowFilesParts): Promise<string> {
  const shown = await mapSideBySide(files, MAX_AT_ONCE, (file) => upload(file, parts));
  const failed = shown.flatMap((file) => (file.kind === "failed" ? [`- ${file.description}`] : []));
  return [
    ...shown.flatMap((file) => (file.kind === "shown" ? [file.markdown] : [])),
    ...(failed.length === 0 ? [] : ["Generated files, which could not be uploaded:", failed.join("\n")]),
  ].join("\n\n");
}

type Shown = { kind: "shown"; markdown: string } | { kind: "failed"; description: string };

async function upload(
  { name, mimeType, content, description }: StreamedFile,
  { uploads, logger, ...options }: ShowFilesParts,
): Promise<Shown> {
  const bytes = (): Uint8Array => (typeof content === "string" ? Buffer.from(content, "base64") : content);
  try {
    const uploaded = await uploads.uploadOne({ name, mimeType, content: bytes }, options);
    return { kind: "shown", markdown: renderFile(uploaded) };
  } catch (error) {
    if (options.signal?.aborted) throw error;
    logger.warn("A file that a model has made could not be uploaded", { error });
    return { kind: "failed", description };
  }
}
