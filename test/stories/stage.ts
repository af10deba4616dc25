import { randomBytes } from "node:crypto";
import { createIoRedisState } from "@chat-adapter/state-ioredis";
import { Chat, type StateAdapter } from "chat";
import { createLinearAdapter, type LinearAdapter } from "chat-adapter-linear";
import {
  type LinearEmulator,
  type LinearEmulatorOptions,
  type Ref,
  startLinearEmulator,
} from "chat-adapter-linear/emulator";
import { createMemoryLogger } from "../support/memory-logger.js";
import { isInstalled, testServerKinds } from "../support/servers/availability.js";
import { startRedis } from "../support/servers/redis.js";
import { type RedisLine, startRedisLine } from "./redis-line.js";
import { startWorker, type Worker } from "./start-worker.js";
import type { WorkerRole } from "./worker-settings.js";

/** Linear, a Redis, and processes of one bot, among which Linear's webhooks are spread. */
export interface Stage {
  linear: LinearEmulator;
  /** What the workers reach Redis through. */
  line: RedisLine;
  /** What the workers keep in Redis, seen from outside. */
  state: StateAdapter;
  /** The bot's own view of its installations, with no part in its work. */
  adapter: LinearAdapter;
  /** The workers that get webhooks: those that are running. */
  workers: readonly Worker[];
  startWorkers(count: number, role?: Partial<WorkerRole>): Promise<Worker[]>;
  /** Stores tokens for an organization. `expiresInMs` is negative for a token that Linear takes no more. */
  install(expiresInMs: number, organization?: Ref): Promise<void>;
  /** What the bot has written, in alphabetical order. */
  answers(): string[];
  /** Resolves when every webhook is answered and everything that it has set off is done. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Whether there is a Redis; in CI there is. */
export const hasRedis: boolean = testServerKinds.filter(({ name }) => name === "redis").every(isInstalled);

/** A slow machine may take this long; nothing else does. */
export const PATIENCE_MS = 150_000;
export const PATIENCE: { timeout: number; interval: number } = { timeout: PATIENCE_MS, interval: 250 };

export async function startStage(options: LinearEmulatorOptions = {}): Promise<Stage> {
  const workers: Worker[] = [];
  let sent = 0;
  const linear = await startLinearEmulator({
    app: { events: ["Comment"] },
    webhookTimeoutMs: PATIENCE_MS,
    // As a load balancer would.
    fetch: (_, init) => fetch(workers[sent++ % workers.length]?.url ?? "http://127.0.0.1:1", init),
    ...options,
  });
  linear.setWebhookUrl("http://workers.invalid/");
  const redis = await startRedis();
  const line = await startRedisLine(redis.port);
  const { app, apiUrl } = linear;
  const connection = {
    apiUrl,
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    webhookSecret: app.webhookSecret,
    encryptionKey: randomBytes(32).toString("hex"),
  };
  const logger = createMemoryLogger();
  const state = createIoRedisState({ url: redis.url, logger });
  const adapter = createLinearAdapter({ ...connection, logger });
  const bot = new Chat({ userName: "helper", adapters: { linear: adapter }, state, logger });
  await bot.initialize();

  const drop = (worker: Worker): void => void workers.splice(workers.indexOf(worker), 1);

  return {
    linear,
    line,
    state,
    adapter,
    workers,
    startWorkers: async (count, role = {}) => {
      const usual = { concurrency: "queue", dies: "never", works: "in comments" } as const;
      const settings = { ...connection, redisUrl: line.url, ...usual, ...role };
      const started = await Promise.all(Array.from({ length: count }, () => startWorker(settings)));
      workers.push(...started);
      for (const worker of started) void worker.ended.then(() => drop(worker));
      return started;
    },
    install: async (expiresInMs, organization = linear.organization) => {
      const { appUserId, accessToken, refreshToken, organizationId } = linear.install({ organization });
      if (expiresInMs < 0) linear.expireToken(accessToken);
      await adapter.setInstallation(organizationId, {
        accessToken,
        refreshToken,
        organizationId,
        botUserId: appUserId,
        appUserName: app.name,
        expiresAt: Date.now() + expiresInMs,
      });
    },
    answers: () => {
      const appUsers = new Set(linear.users().flatMap(({ id, appId }) => (appId === undefined ? [] : [id])));
      return linear
        .comments()
        .flatMap(({ userId, body }) => (userId !== undefined && appUsers.has(userId) ? [body] : []))
        .sort();
    },
    settled: async () => {
      await linear.settled();
      await Promise.all(workers.map((worker) => worker.settled()));
      // What the work wrote has come back as webhooks.
      await linear.settled();
      await Promise.all(workers.map((worker) => worker.settled()));
    },
    close: async () => {
      await Promise.all([...workers].map((worker) => worker.kill()));
      await bot.shutdown();
      await line.close();
      await linear.close();
      await redis.stop();
    },
  };
}
