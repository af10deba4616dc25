import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Request as ExpressRequest, Response as ExpressResponse } from "express";

/** Makes a `(request) => Response` function an Express 5 handler. */
export function toHandler(
  handle: (request: Request) => Promise<Response>,
): (incoming: ExpressRequest, outgoing: ExpressResponse) => Promise<void> {
  return async (incoming, outgoing) => {
    const response = await handle(toRequest(incoming));
    outgoing.status(response.status);
    for (const [name, value] of response.headers) outgoing.append(name, value);
    if (response.body === null) outgoing.end();
    else await pipeline(Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]), outgoing);
  };
}

function toRequest(incoming: ExpressRequest): Request {
  const headers = Object.entries(incoming.headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((item): [string, string] => [name, item]),
  );
  const hasBody = incoming.method !== "GET" && incoming.method !== "HEAD";
  return new Request(new URL(incoming.originalUrl, `http://${incoming.headers.host ?? "localhost"}`), {
    method: incoming.method,
    headers,
    ...(hasBody ? { body: Readable.toWeb(incoming) as ReadableStream<Uint8Array>, duplex: "half" } : {}),
  });
}
