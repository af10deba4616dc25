import { toNetworkReason } from "../util/network-reason.js";
import { broken, fileTooLarge, tooSlow } from "./file-errors.js";
import { typeOfHeader } from "./file-types.js";
import { limitStream } from "./limited-stream.js";
import { type FileRequestParts, type FileSource, requestFile } from "./request-file.js";
import { secretsOf } from "./send-file-request.js";
import { within } from "./within.js";

/** A file that is being downloaded from Linear. */
export interface LinearFile {
  /**
   * Its bytes, read as far as they are asked for. It ends in a `LinearAdapterError`: `FILE_TOO_LARGE`, or
   * `LINEAR_UNREACHABLE` when Linear goes silent for `fileTimeoutMs` or the connection breaks. Cancel it to read no further.
   */
  stream: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** As Linear says it, such as `image/png`; undefined where it says only that there are bytes. */
  mimeType: string | undefined;
  /** In bytes, where Linear says it before. */
  size: number | undefined;
}

/** How a file is opened. */
export interface OpenFileOptions {
  /** The most bytes that are read. Default: the adapter's `maxFileBytes`. `Infinity` for any number. */
  maxBytes?: number;
  /** Ends the download. */
  signal?: AbortSignal;
}

export interface OpenFileParts extends FileRequestParts {
  config: { maxFileBytes: number; fileTimeoutMs: number };
}

/** Opens a file. Linear has `fileTimeoutMs` for its answer, and for each piece that somebody waits for. */
export async function openFile(
  parts: OpenFileParts,
  source: FileSource,
  { maxBytes = parts.config.maxFileBytes, signal }: OpenFileOptions,
): Promise<LinearFile> {
  const { url } = source;
  const connection = new AbortController();
  const given = signal === undefined ? connection.signal : AbortSignal.any([signal, connection.signal]);
  const ms = parts.config.fileTimeoutMs;
  const limit = { clock: parts.clock, ms, overdue: () => tooSlow(url, ms), given };
  const end = (): void => connection.abort(tooSlow(url, ms));

  const response = await within(limit, async (patience) => {
    // The signal that a body is read under must outlive this wait.
    patience.addEventListener("abort", end, { once: true });
    const answer = await requestFile(parts, source, given);
    patience.removeEventListener("abort", end);
    return answer;
  });
  const size = sizeOf(response.headers);
  if (size !== undefined && size > maxBytes) {
    end();
    throw fileTooLarge(url, maxBytes);
  }
  const stream = limitStream(response.body ?? new Blob([]).stream(), {
    maxBytes,
    tooLarge: () => fileTooLarge(url, maxBytes),
    read: (next) =>
      within(limit, () => next().catch((error: unknown) => Promise.reject(toReadError(error, given, url)))),
    onEnd: end,
  });
  return { stream, mimeType: typeOfHeader(response.headers.get("content-type")), size };
}

const toReadError = (error: unknown, { aborted, reason }: AbortSignal, url: URL): unknown =>
  aborted ? reason : broken(url, toNetworkReason(error, secretsOf(url)));

/** What is sent compressed is longer than its header says. */
function sizeOf(headers: Headers): number | undefined {
  const length = headers.get("content-length");
  const size = Number(length ?? Number.NaN);
  return headers.has("content-encoding") || !Number.isSafeInteger(size) || size < 0 ? undefined : size;
}
