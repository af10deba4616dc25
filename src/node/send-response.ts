import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** Sends a web `Response` with `node:http`. Its body is streamed. */
export async function sendResponse(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers) {
    if (name === "set-cookie") outgoing.appendHeader(name, value);
    else outgoing.setHeader(name, value);
  }
  if (response.body === null) outgoing.end();
  else await pipeline(Readable.from(response.body), outgoing);
}

/** Sends a refusal of our own. */
export function sendText(outgoing: ServerResponse, status: number, text: string): void {
  outgoing.statusCode = status;
  outgoing.setHeader("content-type", "text/plain; charset=utf-8");
  // The connection closes, so that nobody waits for what is left of the request.
  outgoing.setHeader("connection", "close");
  outgoing.end(text);
}
