import { createPostgresState } from "@chat-adapter/state-pg";
import { serve } from "../../../examples/node-http/serve.js";
import { createMemoryLogger } from "../memory-logger.js";
import type { TestServerKind } from "./availability.js";
import { startPostgres } from "./postgres.js";
import { startRedis } from "./redis.js";
import type { RunningServer } from "./server-process.js";

type ServerName = TestServerKind["name"];

/** Starts the servers of a test run, each when a test first asks for it: the test files run in processes of their own. */
export interface ServerBroker {
  /** Where {@link askForServer} asks. */
  url: string;
  /** Stops what was started. */
  close(): Promise<void>;
}

const starters: Record<ServerName, () => Promise<RunningServer>> = {
  redis: startRedis,
  postgres: startPreparedPostgres,
};

export async function startServerBroker(): Promise<ServerBroker> {
  const started = new Map<string, Promise<RunningServer>>();
  const startOnce = (name: ServerName): Promise<RunningServer> => {
    const running = started.get(name) ?? starters[name]();
    started.set(name, running);
    return running;
  };
  const server = await serve(async (request) => {
    const name = new URL(request.url).pathname.slice(1);
    if (!isServerName(name)) return new Response(`There is no server ${name}`, { status: 404 });
    try {
      return new Response((await startOnce(name)).url);
    } catch (error) {
      return new Response(String(error), { status: 500 });
    }
  });
  return {
    url: server.url,
    close: async () => {
      await server.close();
      const outcomes = await Promise.allSettled(started.values());
      await Promise.all(outcomes.map((outcome) => (outcome.status === "fulfilled" ? outcome.value.stop() : undefined)));
    },
  };
}

/** The address of a server. @throws {Error} when it does not start. */
export async function askForServer(brokerUrl: string, name: ServerName): Promise<string> {
  const response = await fetch(`${brokerUrl}/${name}`);
  const text = await response.text();
  if (response.ok) return text;
  throw new Error(`The tests' ${name} did not start: ${text}`);
}

/** With the tables: processes that make them at the same time get in each other's way. */
async function startPreparedPostgres(): Promise<RunningServer> {
  const server = await startPostgres();
  const state = createPostgresState({ url: server.url, logger: createMemoryLogger() });
  await state.connect();
  await state.disconnect();
  return server;
}

const isServerName = (name: string): name is ServerName => Object.hasOwn(starters, name);
