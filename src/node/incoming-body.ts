import type { IncomingMessage } from "node:http";

/** A request of `node:http`, with what frameworks add to it. */
export type NodeRequest = IncomingMessage & {
  /** The path before a router cut off the part that it is mounted under. */
  originalUrl?: string;
  /** The bytes as they were sent, where a body parser kept them. */
  rawBody?: unknown;
  /** What a body parser made of the body: the bytes themselves (`express.raw()`), their text, or an object. */
  body?: unknown;
};

export type IncomingBody =
  | { kind: "read"; bytes: Uint8Array<ArrayBuffer> }
  /** Somebody else read it, and did not keep the bytes. */
  | { kind: "consumed" }
  | { kind: "too-large" }
  | { kind: "too-slow" }
  /** The client went away before it had sent everything. */
  | { kind: "aborted" };

/** What a body may be. */
export interface BodyLimits {
  maxBytes: number;
  /** From now to the body's end, in ms. */
  timeoutMs: number;
}

/** Reads a body, and stops as soon as it is more, or takes longer, than it may. */
export async function readIncomingBody(incoming: NodeRequest, limits: BodyLimits): Promise<IncomingBody> {
  if (wasRead(incoming)) return readKeptBytes(incoming);
  if (Number(incoming.headers["content-length"]) > limits.maxBytes) return { kind: "too-large" };
  if (incoming.destroyed) return { kind: "aborted" };
  return await collect(incoming, limits);
}

// The events of a body come once: an empty one that somebody else has read is over without a byte to tell it by.
const wasRead = ({ readableDidRead, readableEnded, complete, readableLength }: NodeRequest): boolean =>
  readableDidRead || readableEnded || (complete && readableLength === 0);

function readKeptBytes({ readableDidRead, rawBody, body }: NodeRequest): IncomingBody {
  const kept = [rawBody, body].find((value) => typeof value === "string" || value instanceof Uint8Array);
  if (typeof kept === "string") return { kind: "read", bytes: Buffer.from(kept) };
  if (kept instanceof Uint8Array) return { kind: "read", bytes: new Uint8Array(kept) };
  return readableDidRead ? { kind: "consumed" } : { kind: "read", bytes: new Uint8Array() };
}

// Timers fire at once when they are given more, such as Infinity. https://nodejs.org/api/timers.html
const MAX_TIMER_MS = 2 ** 31 - 1;

// Collects by events: leaving a `for await` early would destroy the connection that the refusal has to go out on.
function collect(incoming: IncomingMessage, { maxBytes, timeoutMs }: BodyLimits): Promise<IncomingBody> {
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    const settle = (body: IncomingBody): void => {
      clearTimeout(timer);
      resolve(body);
    };
    const stop = (body: IncomingBody): void => {
      incoming.off("data", onData).pause();
      settle(body);
    };
    const onData = (chunk: Uint8Array): void => {
      size += chunk.byteLength;
      chunks.push(chunk);
      if (size > maxBytes) stop({ kind: "too-large" });
    };
    const timer = setTimeout(() => stop({ kind: "too-slow" }), Math.min(timeoutMs, MAX_TIMER_MS));
    incoming
      .on("data", onData)
      .once("end", () => settle({ kind: "read", bytes: Buffer.concat(chunks) }))
      .once("close", () => settle({ kind: "aborted" }))
      .on("error", () => settle({ kind: "aborted" }));
  });
}
