import { readFile, stat } from "node:fs/promises";
import type { FileUpload } from "chat";
import { LinearAdapterError } from "../errors.js";

/** How a file of the disk is named and how much of it is read. */
export interface FileFromPathOptions {
  /** Default: the last part of the path. */
  filename?: string;
  /** Default: what its bytes and its name tell. */
  mimeType?: string;
  /** The most that is read, in bytes. Default: 20 MiB (20,971,520), as the adapter's `maxUploadBytes`. */
  maxBytes?: number;
}

const DEFAULT_MAX_BYTES = 20 * 1_024 * 1_024;

/**
 * A file of the disk for the `files` of a message. Give it paths of your own: a path that a message or a model names may lead
 * to any file that the process can read.
 * @throws {LinearAdapterError} `FILE_UNREADABLE`, also for a folder; `FILE_TOO_LARGE`, before it is read.
 * @example
 * ```ts
 * await thread.post({ markdown: "The report:", files: [await fileFromPath("build/report.pdf")] });
 * ```
 */
export async function fileFromPath(path: string, options: FileFromPathOptions = {}): Promise<FileUpload> {
  const { maxBytes = DEFAULT_MAX_BYTES, mimeType } = options;
  const filename = options.filename ?? path.split(/[/\\]/).at(-1) ?? path;
  const data = await read(path, filename, maxBytes);
  return { data, filename, ...(mimeType === undefined ? {} : { mimeType }) };
}

async function read(path: string, file: string, maxBytes: number): Promise<Buffer> {
  try {
    // Asked before it is opened: a pipe waits for its writer.
    const stats = await stat(path);
    if (!stats.isFile()) throw new Error("it is no file");
    if (stats.size > maxBytes) throw tooLarge(file, maxBytes);
    return await readFile(path);
  } catch (error) {
    if (error instanceof LinearAdapterError) throw error;
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(Object(error).message);
    throw new LinearAdapterError("FILE_UNREADABLE", `The file "${file}" could not be read: ${reason}`, { file }, error);
  }
}

const tooLarge = (file: string, maxBytes: number): LinearAdapterError =>
  new LinearAdapterError(
    "FILE_TOO_LARGE",
    `"${file}" holds more than ${maxBytes.toLocaleString("en-US")} bytes; allow more with maxBytes, and to the adapter with maxUploadBytes`,
    { file, maxBytes },
  );
