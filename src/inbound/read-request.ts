/** What a webhook's body may hold, in bytes. The largest seen are an issue's description twice over. */
export const MAX_BODY_BYTES: number = 1024 * 1024;

export type RequestBody = { kind: "read"; text: string } | { kind: "too-large" } | { kind: "unreadable" };

/**
 * Reads a request's body and stops as soon as it is too large. JSON is UTF-8 (RFC 8259, 8.1): bytes that are not change
 * in the text, so that no signature of them fits it.
 */
export async function readRequest(request: Request): Promise<RequestBody> {
  const stated = request.headers.get("content-length");
  if (stated !== null && Number(stated) > MAX_BODY_BYTES) return { kind: "too-large" };
  try {
    // With a stated length the server stops reading there, so that the whole can be taken at once.
    const text = stated === null ? await readChunks(request) : await request.text();
    const isTooLarge = text === undefined || Buffer.byteLength(text) > MAX_BODY_BYTES;
    return isTooLarge ? { kind: "too-large" } : { kind: "read", text };
  } catch {
    return { kind: "unreadable" };
  }
}

async function readChunks(request: Request): Promise<string | undefined> {
  if (request.body === null) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
