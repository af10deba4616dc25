import type { JobsOptions } from "bullmq";
import { isAside } from "../store/lane.js";
import type { InboxWakeUps } from "./wake-ups.js";

/** What {@link createBullWakeUps} takes. */
export interface BullWakeUpsOptions {
  /** Of the Redis or the PostgreSQL that BullMQ works on: `redis://…`, `rediss://…`, `postgres://…`. */
  url: string;
  /** The name of the inbox, which keeps those apart that share a server. Default: "linear_inbox". */
  name?: string;
  /** The schema that BullMQ's tables are in, on PostgreSQL. Default: "bullmq", BullMQ's own. */
  schema?: string;
  /** Called with what fails in the background, such as a lost connection. Default: nothing is done. */
  onError?: (error: Error) => void;
}

/** The wake-up of a lane. */
interface Word {
  lane: string;
}

/** What queues and workers of BullMQ have in common on all that it works on. */
interface BullPart {
  close(): Promise<void>;
  on(event: "error", listener: (error: Error) => void): unknown;
}

interface BullQueue extends BullPart {
  add(name: string, word: Word, options: JobsOptions): Promise<unknown>;
}

interface Bull {
  createQueue(name: string): BullQueue;
  createWorker(name: string, work: (lane: string) => Promise<void>, concurrency: number): BullPart;
}

// A job whose process dies is given to another one after six seconds; an inbox holds a delivery as long.
const WORKER_SETTINGS = { lockDuration: 6_000, stalledInterval: 3_000, maxStalledCount: 100 };

/**
 * Wakes workers of all processes by BullMQ 6: at most one of them is at work for a lane, and one word more waits for it.
 * `bullmq` is loaded with the first call, with `ioredis` or `pg`. On PostgreSQL, BullMQ's tables have to be made before:
 * by {@link migrateBull}.
 */
export function createBullWakeUps(options: BullWakeUpsOptions): InboxWakeUps {
  const { name = "linear_inbox", onError = () => {} } = options;
  // What must not wait for a thread is woken by a queue of its own.
  const queueOf = (lane: string): string => (isAside(lane) ? `${name}_asides` : `${name}_threads`);
  const queues = new Map<string, Promise<BullQueue>>();
  let loading: Promise<Bull> | undefined;
  const load = (): Promise<Bull> => {
    loading ??= loadBull(options);
    return loading;
  };

  const openQueue = async (queueName: string): Promise<BullQueue> => {
    const queue = (await load()).createQueue(queueName);
    queue.on("error", onError);
    return queue;
  };
  const queue = (queueName: string): Promise<BullQueue> => {
    const known = queues.get(queueName) ?? openQueue(queueName);
    queues.set(queueName, known);
    return known;
  };

  return {
    wake: async (lane) => {
      await (await queue(queueOf(lane))).add(
        "wake",
        { lane },
        { deduplication: { id: lane, keepLastIfActive: true }, removeOnComplete: true, removeOnFail: true },
      );
    },
    listen: async (work, concurrency) => {
      const bull = await load();
      const workers = [`${name}_threads`, `${name}_asides`].map((queueName) =>
        bull.createWorker(queueName, work, concurrency),
      );
      for (const worker of workers) worker.on("error", onError);
      return async () => {
        await Promise.all(workers.map((worker) => worker.close()));
      };
    },
    close: async () => {
      const open = await Promise.all(queues.values());
      queues.clear();
      await Promise.all(open.map((one) => one.close()));
    },
  };
}

/** Makes BullMQ's tables in PostgreSQL where they are missing. */
export async function migrateBull({ url, schema }: Pick<BullWakeUpsOptions, "url" | "schema">): Promise<void> {
  const [{ runMigrations }, { default: pg }] = await Promise.all([import("bullmq"), import("pg")]);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await runMigrations(client, schema);
  } finally {
    await client.end();
  }
}

async function loadBull({ url, schema = "bullmq" }: BullWakeUpsOptions): Promise<Bull> {
  const bullmq = await import("bullmq");
  if (!/^postgres(ql)?:/.test(url)) {
    const connection = { url };
    return {
      createQueue: (name) => new bullmq.Queue<Word>(name, { connection }),
      createWorker: (name, work, concurrency) =>
        new bullmq.Worker<Word>(name, ({ data }) => work(data.lane), { connection, concurrency, ...WORKER_SETTINGS }),
    };
  }
  const postgres = bullmq.withBackend(bullmq.createPostgresBackend);
  const connection = { connectionString: url, schema };
  return {
    createQueue: (name) => new postgres.Queue<Word>(name, { connection }),
    createWorker: (name, work, concurrency) =>
      new postgres.Worker<Word>(name, ({ data }) => work(data.lane), { connection, concurrency, ...WORKER_SETTINGS }),
  };
}
