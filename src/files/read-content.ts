import type { Awaitable } from "../util/awaitable.js";
import { emptyOfContent, unreadable, uploadTooLarge } from "./upload-errors.js";
import { HEAD_BYTES } from "./upload-type.js";

/** What the bytes of a file may be given as. A stream is read whole before anything is sent: Linear wants its size. */
export type LinearFileContent =
  | Blob
  | ArrayBuffer
  | Uint8Array
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array | string>;

/** A file whose content is at hand, so that it can be sent twice. */
export interface HeldFile {
  body: Blob | Uint8Array<ArrayBuffer>;
  /** In bytes. */
  size: number;
  /** Its first bytes. */
  head: Uint8Array;
}

export interface ReadOptions {
  name: string;
  maxBytes: number;
  signal: AbortSignal;
}

/**
 * Takes hold of a file's content.
 * @throws {LinearAdapterError} `FILE_TOO_LARGE`, read no further; `FILE_UNREADABLE`; `MESSAGE_INVALID` for what is no content.
 */
export async function readContent(read: () => Awaitable<unknown>, options: ReadOptions): Promise<HeldFile> {
  const content = await orUnreadable(options, async () => await read());
  if (content instanceof Blob) {
    requireSize(content.size, options);
    const head = await orUnreadable(options, () => content.slice(0, HEAD_BYTES).arrayBuffer());
    return { body: content, size: content.size, head: new Uint8Array(head) };
  }
  const bytes = toBytes(content) ?? (isStream(content) ? await collectLimited(content, options) : undefined);
  if (bytes === undefined) throw emptyOfContent(options.name);
  requireSize(bytes.byteLength, options);
  return { body: bytes, size: bytes.byteLength, head: bytes.subarray(0, HEAD_BYTES) };
}

function toBytes(content: unknown): Uint8Array<ArrayBuffer> | undefined {
  if (content instanceof ArrayBuffer) return new Uint8Array(content);
  if (!ArrayBuffer.isView(content)) return undefined;
  const { buffer, byteOffset, byteLength } = content;
  // What others may change while it is sent is no body that `fetch` takes.
  return buffer instanceof ArrayBuffer
    ? new Uint8Array(buffer, byteOffset, byteLength)
    : new Uint8Array(new Uint8Array(buffer, byteOffset, byteLength));
}

type Stream = ReadableStream<unknown> | AsyncIterable<unknown>;

const isStream = (content: unknown): content is Stream =>
  content instanceof ReadableStream ||
  (typeof content === "object" && content !== null && Symbol.asyncIterator in content);

async function collectLimited(stream: Stream, options: ReadOptions): Promise<Uint8Array<ArrayBuffer>> {
  const { name, maxBytes, signal } = options;
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reading = await orUnreadable(options, async () => readOn(stream));
  // A stream that hangs lets nobody leave by its iterator.
  const leave = (): void => void reading.leave();
  signal.addEventListener("abort", leave, { once: true });
  try {
    for (;;) {
      const next = await orUnreadable(options, reading.next);
      if (next.done && size === 0) throw unreadable(name, new Error("the stream was empty, or has been read before"));
      if (next.done) return Buffer.concat(chunks);
      const chunk = typeof next.value === "string" ? new TextEncoder().encode(next.value) : toBytes(next.value);
      if (chunk === undefined) throw emptyOfContent(name);
      size += chunk.byteLength;
      if (size > maxBytes) throw uploadTooLarge(name, maxBytes);
      chunks.push(chunk);
    }
  } catch (error) {
    leave();
    throw error;
  } finally {
    signal.removeEventListener("abort", leave);
  }
}

interface Reading {
  next(): Promise<{ done?: boolean | undefined; value?: unknown }>;
  /** Tells the source that nobody reads on. Never throws. */
  leave(): void;
}

function readOn(stream: Stream): Reading {
  if (stream instanceof ReadableStream) {
    const reader = stream.getReader();
    return { next: () => reader.read(), leave: () => void reader.cancel().catch(ignore) };
  }
  const iterator = stream[Symbol.asyncIterator]();
  return {
    next: () => iterator.next(),
    leave: () => {
      // A stream of Node's ends at once, a generator when what it waits for has come.
      if ("destroy" in stream && typeof stream.destroy === "function") stream.destroy();
      else Promise.resolve(iterator.return?.()).catch(ignore);
    },
  };
}

const ignore = (): void => {};

async function orUnreadable<Result>({ name, signal }: ReadOptions, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    throw signal.aborted ? signal.reason : unreadable(name, error);
  }
}

function requireSize(size: number, { name, maxBytes }: ReadOptions): void {
  if (size > maxBytes) throw uploadTooLarge(name, maxBytes);
}
