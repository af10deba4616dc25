import { randomUUID } from "node:crypto";
import { createIoRedisState } from "@chat-adapter/state-ioredis";
import { createMemoryState } from "@chat-adapter/state-memory";
import { createPostgresState } from "@chat-adapter/state-pg";
import type { StateAdapter } from "chat";
import { describe, inject, type ProvidedContext } from "vitest";
import { createMemoryLogger } from "./memory-logger.js";
import { askForServer } from "./servers/broker.js";

/** An empty store that nobody else uses. */
export interface OpenStore {
  /** Connected. */
  state: StateAdapter;
  /** A further, connected client of the same data: what another process has. In memory it is `state` itself. */
  join(): Promise<StateAdapter>;
  /** Disconnects all clients. */
  close(): Promise<void>;
}

/** A kind of store that bots keep their state in. */
export interface Store {
  readonly name: "memory" | "redis" | "postgres";
  /** Whether its server is installed. */
  readonly isAvailable: boolean;
  create(): Promise<OpenStore>;
}

export const stores: readonly Store[] = [
  {
    name: "memory",
    isAvailable: true,
    create: async () => {
      const state = createMemoryState();
      return await open(() => state);
    },
  },
  {
    name: "redis",
    isAvailable: isServerInstalled("redis"),
    create: async () => {
      const [url, keyPrefix] = [await serverUrl("redis"), randomUUID()];
      return await open(() => createIoRedisState({ url, keyPrefix, logger: createMemoryLogger() }));
    },
  },
  {
    name: "postgres",
    isAvailable: isServerInstalled("postgres"),
    create: async () => {
      const [url, keyPrefix] = [await serverUrl("postgres"), randomUUID()];
      return await open(() => createPostgresState({ url, keyPrefix, logger: createMemoryLogger() }));
    },
  },
];

/** The same suite on each kind of store. It is skipped where the server is missing, which CI does not allow. */
export function describeOnEachStore(title: string, suite: (store: Store) => void): void {
  for (const store of stores) describe.skipIf(!store.isAvailable)(`${title}, on ${store.name}`, () => suite(store));
}

async function open(createClient: () => StateAdapter): Promise<OpenStore> {
  const clients = new Set<StateAdapter>();
  const join = async (): Promise<StateAdapter> => {
    const client = createClient();
    await client.connect();
    clients.add(client);
    return client;
  };
  return {
    state: await join(),
    join,
    close: async () => {
      await Promise.all([...clients].map((client) => client.disconnect()));
    },
  };
}

/** Whether there is such a server; in CI there is. */
export function isServerInstalled(name: "redis" | "postgres"): boolean {
  const servers: ProvidedContext["testServers"] | undefined = inject("testServers");
  if (servers) return !servers.missing.includes(name);
  throw new Error("test/support/servers/global-setup.ts is not among the globalSetup of vitest.config.ts");
}

/** The address of a server that all tests share. */
export const serverUrl = (name: "redis" | "postgres"): Promise<string> =>
  askForServer(inject("testServers").brokerUrl, name);
