import type { NodeRequest } from "./incoming-body.js";

// A name or an address, with a port: anything else would let a Host header choose the path, or an empty one the path the host.
const HOST = /^([\w.-]+|\[[0-9a-f:]+\])(:\d+)?$/i;

/** The web `Request` of a request of `node:http`; `undefined` when its host, path, method or headers are none. */
export function toRequest(incoming: NodeRequest, bytes: Uint8Array<ArrayBuffer> | undefined): Request | undefined {
  const { headers, method = "GET", socket } = incoming;
  const host = headers.host ?? "localhost";
  const path = incoming.originalUrl ?? incoming.url ?? "/";
  if (!HOST.test(host) || !path.startsWith("/")) return undefined;
  const scheme = "encrypted" in socket ? "https" : "http";
  try {
    const init = { method, headers: toHeaders(headers, bytes), ...(bytes && { body: bytes }) };
    return new Request(`${scheme}://${host}${path}`, init);
  } catch {
    return undefined;
  }
}

function toHeaders(source: NodeRequest["headers"], bytes: Uint8Array | undefined): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(source)) {
    for (const item of [value ?? []].flat()) headers.append(name, item);
  }
  // A body that came in chunks has no stated length, but it is known by now.
  if (bytes) headers.set("content-length", String(bytes.byteLength));
  return headers;
}
