import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { toNodeHandler, type WebHandler } from "chat-adapter-linear/node";

/** A running server. */
export interface Served {
  url: string;
  close(): Promise<void>;
}

/** Serves a `(request) => Response` function, such as a bot's webhook handler, with Node's own HTTP server. */
export async function serve(
  handle: WebHandler,
  { port = 0, host = "127.0.0.1" }: { port?: number; host?: string } = {},
): Promise<Served> {
  const server = createServer(toNodeHandler(handle));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const { port: listening } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${listening}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
