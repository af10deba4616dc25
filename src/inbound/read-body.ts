/** What a webhook's body may hold, in bytes. The largest seen are an issue's description twice over. */
export const MAX_BODY_BYTES: number = 1024 * 1024;

export type RequestBody = { kind: "read"; bytes: Uint8Array } | { kind: "too-large" } | { kind: "unreadable" };

/** Reads a request's body and stops as soon as it is too large. */
export async function readBody(request: Request): Promise<RequestBody> {
  const stated = request.headers.get("content-length");
  if (stated !== null && Number(stated) > MAX_BODY_BYTES) return { kind: "too-large" };
  try {
    // With a stated length the server stops reading there, so that the whole can be taken at once.
    const bytes = stated === null ? await readChunks(request) : new Uint8Array(await request.arrayBuffer());
    return bytes === undefined || bytes.byteLength > MAX_BODY_BYTES ? { kind: "too-large" } : { kind: "read", bytes };
  } catch {
    return { kind: "unreadable" };
  }
}

async function readChunks(request: Request): Promise<Uint8Array | undefined> {
  if (request.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}
