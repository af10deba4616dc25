import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type LinearEndpoints, resolveEndpoints } from "../../src/util/endpoints.js";

/** How the server answers one request. "drop" closes the connection after reading it, "silence" never answers. */
export type Reply =
  | { status: number; body?: unknown; headers?: Record<string, string> }
  | { kind: "drop" }
  | { kind: "silence" };

export interface TokenCall {
  path: string;
  contentType: string | undefined;
  authorization: string | undefined;
  form: Record<string, string>;
}

export type Respond = (call: TokenCall) => Reply | Promise<Reply>;

/** An OAuth server on loopback whose every answer is in the test's hand. */
export interface TokenServer {
  url: string;
  endpoints: LinearEndpoints;
  calls: readonly TokenCall[];
  /** Overrides the answers to the next requests, one each. */
  next(...replies: Reply[]): void;
  close(): Promise<void>;
}

export async function startTokenServer(respond: Respond = () => ({ status: 404 })): Promise<TokenServer> {
  const calls: TokenCall[] = [];
  const queue: Reply[] = [];
  const server = createServer(async (request, response) => {
    const call = await readCall(request);
    calls.push(call);
    send(queue.shift() ?? (await respond(call)), response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    endpoints: resolveEndpoints(url),
    calls,
    next: (...replies) => void queue.push(...replies),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readCall(request: IncomingMessage): Promise<TokenCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return {
    path: request.url ?? "",
    contentType: request.headers["content-type"],
    authorization: request.headers.authorization,
    form: Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString())),
  };
}

function send(reply: Reply, response: ServerResponse): void {
  if ("status" in reply) {
    response.writeHead(reply.status, { "content-type": "application/json", ...reply.headers });
    response.end(typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body ?? {}));
    return;
  }
  if (reply.kind === "drop") response.destroy();
}
