import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";

export interface HttpRequest {
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** What goes back: an answer, or a connection that is cut. */
export type Answer = { status: number; body: string | Buffer; headers?: Record<string, string> } | "dropped";

export type Handler = (request: HttpRequest) => Promise<Answer> | Answer;

/** By method and first part of the path, such as `POST /graphql`. */
export type Routes = Readonly<Record<string, Handler>>;

export interface RunningServer {
  /** `http://127.0.0.1:port` */
  url: string;
  /** Has to be called once: requests before it are answered with 503. */
  serve(routes: Routes): void;
  /** Whether any request has come in. */
  isAsked(): boolean;
  /** How many requests have no answer yet. */
  running(): number;
  /** Resolves when those are answered. */
  settled(): Promise<void>;
  /** Cuts all connections. */
  close(): Promise<void>;
}

export async function listen(port: number): Promise<RunningServer> {
  let routes: Routes = {};
  const running = new Set<Promise<void>>();
  let isAsked = false;
  const server = createServer((request, response) => {
    isAsked = true;
    const work = respond(request, response, routes).finally(() => running.delete(work));
    running.add(work);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    serve: (given) => {
      routes = given;
    },
    isAsked: () => isAsked,
    running: () => running.size,
    settled: async () => {
      await Promise.all(running);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The emulator does not listen on a port");
  return address.port;
}

async function respond(request: IncomingMessage, response: ServerResponse, routes: Routes): Promise<void> {
  const answer = await answerTo(request, routes);
  if (answer === "dropped") {
    request.socket.destroy();
    return;
  }
  response.writeHead(answer.status, answer.headers).end(answer.body);
}

async function answerTo(request: IncomingMessage, routes: Routes): Promise<Answer> {
  try {
    const method = request.method ?? "GET";
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const route = routes[`${method} ${url.pathname}`] ?? routes[`${method} /${url.pathname.split("/")[1]}/*`];
    const body = await readBody(request);
    if (route === undefined) return { status: 404, body: "The emulator has nothing here" };
    return await route({ method, url, headers: request.headers, body });
  } catch (error) {
    return { status: 500, body: `The emulator failed: ${error instanceof Error ? error.stack : String(error)}` };
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
