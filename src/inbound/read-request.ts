/** The most bytes that a webhook's body may hold. The largest seen are an issue's description twice over. */
export const MAX_BODY_BYTES: number = 1024 * 1024;

export type RequestBody =
  | { kind: "read"; text: string }
  | { kind: "too-large" }
  | { kind: "too-slow" }
  | { kind: "unreadable" };

/**
 * Reads a request's body and stops as soon as it is too large, or `overdue` is aborted. JSON is UTF-8 (RFC 8259, 8.1): bytes that are not change
 * in the text, so that no signature of them fits it.
 */
export async function readRequest(request: Request, overdue: AbortSignal): Promise<RequestBody> {
  const stated = request.headers.get("content-length");
  if (stated !== null && Number(stated) > MAX_BODY_BYTES) return { kind: "too-large" };
  try {
    const text = await readText(request, overdue);
    // A body that was cancelled ends like one that came to its end.
    if (overdue.aborted) return { kind: "too-slow" };
    return text === undefined ? { kind: "too-large" } : { kind: "read", text };
  } catch {
    return { kind: "unreadable" };
  }
}

/** Reads and counts a body, since no stated length is believed: one that goes on past the limit is read no further. */
async function readText({ body }: Request, overdue: AbortSignal): Promise<string | undefined> {
  if (body === null) return "";
  const reader = body.getReader();
  // The cancelling is not awaited, here and below: nobody waits for the rest, and a stream may end slowly.
  overdue.addEventListener("abort", () => void reader.cancel().catch(() => {}), { once: true });
  const first = await reader.read();
  if (first.done) return "";
  const second = await reader.read();
  // Most bodies come in one piece.
  if (second.done) return first.value.byteLength > MAX_BODY_BYTES ? undefined : decode(first.value);
  return await readOn(reader, [first.value, second.value]);
}

async function readOn(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  chunks: Uint8Array[],
): Promise<string | undefined> {
  let size = chunks.reduce((sum, { byteLength }) => sum + byteLength, 0);
  while (size <= MAX_BODY_BYTES) {
    const next = await reader.read();
    if (next.done) return decode(Buffer.concat(chunks));
    chunks.push(next.value);
    size += next.value.byteLength;
  }
  reader.cancel().catch(() => {});
  return undefined;
}

const decode = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString("utf8");
