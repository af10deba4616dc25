import { withoutUndefined } from "../util/without-undefined.js";
import { createInbox } from "./create-inbox.js";
import type { LinearInbox } from "./linear-inbox.js";
import { migratePostgresInbox, type PostgresClient } from "./store/postgres-schema.js";
import { createPostgresStore } from "./store/postgres-store.js";
import { createRedisStore, type RedisClient } from "./store/redis-store.js";
import type { InboxWakeUps } from "./wake-ups/wake-ups.js";
import type { InboxWorkerSettings } from "./worker-settings.js";

interface ServerInboxOptions {
  /** Keeps inboxes apart that share a server: one for each app. Lower-case letters, digits and "_". Default: "linear_inbox". */
  name?: string;
  /** How workers hear of what comes; `createBullWakeUps` for those of other processes. Default: they look. */
  wakeUps?: InboxWakeUps;
  /** What workers do where they are told nothing else. */
  worker?: InboxWorkerSettings;
}

/** What {@link createRedisInbox} takes: an address, or a client of `ioredis`. */
export type RedisInboxOptions = ServerInboxOptions & ({ url: string } | { client: RedisClient });

/** What {@link createPostgresInbox} takes: an address, or a `Pool` of `pg`. */
export type PostgresInboxOptions = ServerInboxOptions & ({ url: string } | { pool: PostgresClient });

/** An inbox in PostgreSQL. */
export interface PostgresInbox extends LinearInbox {
  /** Makes its table where that is missing, as `migratePostgresInbox` does. */
  migrate(): Promise<void>;
}

const NAME = "linear_inbox";

/**
 * An inbox in Redis. `ioredis` is loaded with the first call, where an address is given. Redis has to keep what it has
 * taken: `appendonly yes`, and `maxmemory-policy noeviction`.
 */
export function createRedisInbox(options: RedisInboxOptions): LinearInbox {
  const { name = NAME, wakeUps, worker } = options;
  const connection = "client" in options ? given(options.client) : connectRedis(options.url);
  return createInbox({ store: createRedisStore({ ...connection, name }), ...withoutUndefined({ wakeUps, worker }) });
}

/**
 * An inbox in a table of PostgreSQL, which has to be made before, once: by `migratePostgresInbox`, or `inbox.migrate()`.
 * `pg` is loaded with the first call, where an address is given.
 */
export function createPostgresInbox(options: PostgresInboxOptions): PostgresInbox {
  const { name = NAME, wakeUps, worker } = options;
  const connection = "pool" in options ? given(options.pool) : connectPostgres(options.url);
  const store = createPostgresStore({ ...connection, table: name });
  return {
    ...createInbox({ store, ...withoutUndefined({ wakeUps, worker }) }),
    migrate: async () => await migratePostgresInbox(await connection.client(), name),
  };
}

interface Connection<Client> {
  client: () => Promise<Client>;
  close: () => Promise<void>;
}

/** Whoever has made it closes it. */
const given = <Client>(client: Client): Connection<Client> => ({ client: async () => client, close: async () => {} });

/** Opens a connection when it is first asked for. */
function connectOnce<Client>(
  open: () => Promise<Client>,
  close: (client: Client) => Promise<void>,
): Connection<Client> {
  let opening: Promise<Client> | undefined;
  return {
    client: () => {
      opening ??= open();
      return opening;
    },
    close: async () => {
      if (opening !== undefined) await close(await opening);
      opening = undefined;
    },
  };
}

function connectRedis(url: string): Connection<RedisClient> {
  return connectOnce(
    async () => {
      const { Redis } = await import("ioredis");
      const client = new Redis(url);
      // Each call fails by itself; without a listener ioredis writes to the console as well.
      client.on("error", () => {});
      return client;
    },
    async (client) => client.disconnect(),
  );
}

function connectPostgres(url: string): Connection<PostgresClient> {
  return connectOnce(
    async () => {
      const { default: pg } = await import("pg");
      const pool = new pg.Pool({ connectionString: url });
      // An idle connection that breaks would end the process.
      pool.on("error", () => {});
      return pool;
    },
    (pool) => pool.end(),
  );
}
