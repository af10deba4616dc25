// Covers: src/inbox/server-inboxes.ts
// Covers: src/inbox/wake-ups/bull-wake-ups.ts

import { randomUUID } from "node:crypto";
import type { LinearEmulator } from "chat-adapter-linear/emulator";
import {
  createBullWakeUps,
  createLinearGateway,
  createPostgresInbox,
  createRedisInbox,
  type InboxWakeUps,
  type LinearInbox,
  migrateBull,
  startLinearWorker,
} from "chat-adapter-linear/inbox";
import { afterEach, describe, expect, it, onTestFinished } from "vitest";
import { serve } from "../../examples/node-http/serve.js";
import { mention, said, startAgent } from "../support/agent.js";
import { handled } from "../support/inbox.js";
import { isServerInstalled, serverUrl } from "../support/stores.js";
import type { TestBot } from "../support/test-bot.js";

/** An inbox of two processes: what one writes, the other one finds. */
type Open = (name: string) => Promise<LinearInbox>;

const openRedis =
  (wakeUpsOf?: (url: string, name: string) => Promise<InboxWakeUps>): Open =>
  async (name) => {
    const url = await serverUrl("redis");
    const wakeUps = await wakeUpsOf?.(url, name);
    return createRedisInbox({ url, name, ...(wakeUps && { wakeUps }) });
  };

const openPostgres =
  (wakeUpsOf?: (url: string, name: string) => Promise<InboxWakeUps>): Open =>
  async (name) => {
    const url = await serverUrl("postgres");
    const wakeUps = await wakeUpsOf?.(url, name);
    const inbox = createPostgresInbox({ url, name, ...(wakeUps && { wakeUps }) });
    await inbox.migrate();
    return inbox;
  };

const bull = async (url: string, name: string): Promise<InboxWakeUps> => createBullWakeUps({ url, name });
const bullInPostgres = async (url: string, name: string): Promise<InboxWakeUps> => {
  await migrateBull({ url });
  return await bull(url, name);
};

const backends: readonly [title: string, server: "redis" | "postgres", open: Open][] = [
  ["Redis, looking by themselves", "redis", openRedis()],
  ["Redis, woken by BullMQ", "redis", openRedis(bull)],
  ["PostgreSQL, looking by themselves", "postgres", openPostgres()],
  ["PostgreSQL, woken by BullMQ", "postgres", openPostgres(bullInPostgres)],
];

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await closing.splice(0).reduceRight((before, close) => before.then(close), Promise.resolve<unknown>(undefined));
});

/** A bot that repeats what it is told, and notes it. */
const startRepeater = (heard: string[], linear?: LinearEmulator): Promise<TestBot> =>
  startAgent(
    async (thread, message) => {
      heard.push(message.text);
      await thread.post(`Answer to ${message.text}`);
    },
    { ...(linear && { linear }) },
  );

async function startWorker({ bot }: TestBot, inbox: LinearInbox): Promise<void> {
  const worker = await startLinearWorker({ bot, inbox, signals: [], lookEveryMs: 200 });
  closing.push(worker.stop);
}

describe.each(backends)("a gateway and two workers on %s", (_title, server, open) => {
  it.skipIf(!isServerInstalled(server))("answer every session, and each prompt once and in its order", async () => {
    const name = `inbox_${randomUUID().replaceAll("-", "").slice(0, 16)}`;
    const heard: string[] = [];
    const inbox = await open(name);
    const others = [await open(name), await open(name)] as const;
    closing.push(() => Promise.all([inbox, ...others].map((one) => one.close())));
    const first = await startRepeater(heard);
    const { linear } = first;
    const second = await startRepeater(heard, linear);
    onTestFinished(second.close);
    const gateway = await serve(createLinearGateway({ webhookSecret: linear.app.webhookSecret, inbox }));
    closing.push(gateway.close);
    linear.setWebhookUrl(gateway.url);
    await startWorker(first, others[0]);
    await startWorker(second, others[1]);
    const sessions = [await mention(linear), await mention(linear), await mention(linear)];
    // The order is that of arrival: each event is stored before the next one is sent.
    await linear.settled();
    await Promise.all(sessions.map((session) => linear.prompt({ session, body: "two" })));
    await linear.settled();
    await Promise.all(sessions.map((session) => linear.prompt({ session, body: "three" })));
    await handled(linear, inbox);

    expect([heard.length, sessions.map((session) => said(linear, session).map(String))]).toEqual([
      9,
      Array(3).fill([expect.stringContaining("Answer to "), "response,Answer to two", "response,Answer to three"]),
    ]);
  });
});
