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
  /** The client went away before it had sent everything. */
  | { kind: "aborted" };

/** Reads a body, and stops as soon as it has more than `maxBytes`. */
export async function readIncomingBody(incoming: NodeRequest, maxBytes: number): Promise<IncomingBody> {
  if (incoming.readableDidRead) return readKeptBytes(incoming);
  if (Number(incoming.headers["content-length"]) > maxBytes) return { kind: "too-large" };
  if (incoming.destroyed) return { kind: "aborted" };
  return await collect(incoming, maxBytes);
}

function readKeptBytes({ rawBody, body }: NodeRequest): IncomingBody {
  const kept = [rawBody, body].find((value) => typeof value === "string" || value instanceof Uint8Array);
  if (typeof kept === "string") return { kind: "read", bytes: Buffer.from(kept) };
  return kept instanceof Uint8Array ? { kind: "read", bytes: new Uint8Array(kept) } : { kind: "consumed" };
}

// Collects by events: leaving a `for await` early would destroy the connection that the refusal has to go out on.
function collect(incoming: IncomingMessage, maxBytes: number): Promise<IncomingBody> {
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    const onData = (chunk: Uint8Array): void => {
      size += chunk.byteLength;
      chunks.push(chunk);
      if (size <= maxBytes) return;
      incoming.off("data", onData).pause();
      resolve({ kind: "too-large" });
    };
    incoming
      .on("data", onData)
      .once("end", () => resolve({ kind: "read", bytes: Buffer.concat(chunks) }))
      .once("close", () => resolve({ kind: "aborted" }))
      .on("error", () => resolve({ kind: "aborted" }));
  });
}
