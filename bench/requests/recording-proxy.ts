import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One GraphQL request and its answer, as they went over the wire. */
export interface Exchange {
  startMs: number;
  endMs: number;
  /** Of both bodies, uncompressed. */
  bytes: number;
  /** Complexity points, as Linear's `X-Complexity` says. */
  points: number;
}

/** Stands between an adapter and the emulator. */
export interface RecordingProxy {
  /** GraphQL endpoint for adapters. */
  apiUrl: string;
  /** What went through since the last call. */
  take(): Exchange[];
  /** Changes the bodies of the requests that follow. */
  rewrite(change: (body: string) => string): void;
  close(): Promise<void>;
}

const unchanged = (body: string): string => body;

export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
  let exchanges: Exchange[] = [];
  let change = unchanged;
  const relay = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const startMs = performance.now();
    const body = await readText(request);
    const answer = await fetch(target, {
      method: "POST",
      headers: forwarded(request.headers),
      body: change(body),
    });
    const text = await answer.text();
    exchanges.push({
      startMs,
      endMs: performance.now(),
      bytes: Buffer.byteLength(body) + Buffer.byteLength(text),
      points: Number(answer.headers.get("x-complexity")),
    });
    response.writeHead(answer.status, answered(answer.headers)).end(text);
  };
  const server = createServer((request, response) => {
    relay(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    apiUrl: `http://127.0.0.1:${port}/graphql`,
    take: () => {
      const taken = exchanges;
      exchanges = [];
      return taken;
    },
    rewrite: (given) => {
      change = given;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function forwarded({ authorization }: IncomingHttpHeaders): Record<string, string> {
  return { "content-type": "application/json", ...(authorization === undefined ? {} : { authorization }) };
}

/** With what Linear says of its rate limits. */
function answered(headers: Headers): Record<string, string> {
  const limits = [...headers].filter(([name]) => name.startsWith("x-"));
  return { "content-type": "application/json", ...Object.fromEntries(limits) };
}

/** The most requests of which each had to wait for the one before it. */
export function countRoundTrips(exchanges: readonly Exchange[]): number {
  let count = 0;
  let freeFromMs = Number.NEGATIVE_INFINITY;
  for (const { startMs, endMs } of [...exchanges].sort((a, b) => a.endMs - b.endMs)) {
    if (startMs < freeFromMs) continue;
    count += 1;
    freeFromMs = endMs;
  }
  return count;
}
