import type { Deadline } from "./deadline.js";

export type RequestBody =
  | { kind: "read"; text: string }
  | { kind: "too-large" }
  | { kind: "too-slow" }
  | { kind: "unreadable" };

/** When the reading of a body is given up. */
export interface BodyLimits {
  maxBytes: number;
  deadline: Pick<Deadline, "isOver" | "whenOver">;
}

/**
 * Reads a request's body within limits. JSON is UTF-8 (RFC 8259, 8.1): bytes that are not change in the text, so that no
 * signature of them fits it.
 */
export async function readRequest(request: Request, limits: BodyLimits): Promise<RequestBody> {
  const stated = request.headers.get("content-length");
  if (stated !== null && Number(stated) > limits.maxBytes) return { kind: "too-large" };
  try {
    const text = await readText(request, limits);
    // A body that was cancelled ends like one that came to its end.
    if (limits.deadline.isOver()) return { kind: "too-slow" };
    return text === undefined ? { kind: "too-large" } : { kind: "read", text };
  } catch {
    return { kind: "unreadable" };
  }
}

/** Reads and counts a body, since no stated length is believed: one that goes on past the limit is read no further. */
async function readText({ body }: Request, { maxBytes, deadline }: BodyLimits): Promise<string | undefined> {
  if (body === null) return "";
  const reader = body.getReader();
  // The cancelling is not awaited, here and below: nobody waits for the rest, and a stream may end slowly.
  const cancel = (): void => void reader.cancel().catch(() => {});
  deadline.whenOver(cancel);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const next = await reader.read();
    if (next.done) return decode(chunks);
    if (!(next.value instanceof Uint8Array)) throw new TypeError("The body is no stream of bytes");
    chunks.push(next.value);
    size += next.value.byteLength;
    if (size > maxBytes) break;
  }
  cancel();
  return undefined;
}

/** Most bodies come in one piece, which is not copied. */
function decode([first, ...rest]: readonly Uint8Array[]): string {
  if (first === undefined) return "";
  if (rest.length > 0) return Buffer.concat([first, ...rest]).toString("utf8");
  return Buffer.from(first.buffer, first.byteOffset, first.byteLength).toString("utf8");
}
