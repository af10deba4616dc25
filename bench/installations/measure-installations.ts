/*
 * Runs in a process of its own, with `--expose-gc`, what to measure and the number of organizations of a bot as its
 * arguments, and prints one number.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { ConsoleLogger } from "chat";
import { createLinearAdapter } from "../built-package.js";
import { type BotChat, startChat } from "../contenders.js";
import { median } from "../statistics.js";
import { comments, createDelivery, type Delivery, toRequest } from "../webhook-cpu/deliveries.js";

interface TenantBot {
  install(organizationId: string): Promise<void>;
  mention(organizationId: string): Promise<void>;
}

// A few organizations are weighed in several bots, so that they outweigh what else comes and goes.
const MAX_WEIGHED_BOTS = 100;
const MAX_WEIGHED_ORGANIZATIONS = 2_000;
const BLOCKS = 15;
const BLOCK_SIZE = 100;
const WARM_UP_BLOCKS = 3;
const GC_PAUSE_MS = 200;
const DAY_MS = 24 * 60 * 60 * 1_000;

const webhookSecret = randomBytes(16).toString("hex");
const author = { id: randomUUID(), name: "Ada", email: "ada@example.com", url: "https://linear.app/acme/profiles/ada" };

const [, , subject, size] = process.argv;
const organizationCount = Number(size);
console.log(subject === "memory" ? await measureMemory() : await measureTime());

/** Heap of one organization in bytes: its tokens, and what one mention from it leaves behind. */
async function measureMemory(): Promise<number> {
  const botCount = Math.min(MAX_WEIGHED_BOTS, MAX_WEIGHED_ORGANIZATIONS / organizationCount);
  const bots = await createMany(botCount, startTenantBot);
  for (const bot of bots) await fill(bot, 1);
  const before = await heapInUse();
  for (const bot of bots) await fill(bot, organizationCount);
  return ((await heapInUse()) - before) / (botCount * organizationCount);
}

/** The organizations, each of which has sent one mention. */
async function fill(bot: TenantBot, count: number): Promise<string[]> {
  const organizationIds = Array.from({ length: count }, () => randomUUID());
  for (const organizationId of organizationIds) {
    await bot.install(organizationId);
    await bot.mention(organizationId);
  }
  return organizationIds;
}

/** CPU time of one mention, each from the next organization, in microseconds. */
async function measureTime(): Promise<number> {
  const bot = await startTenantBot();
  const organizationIds = await fill(bot, organizationCount);
  const blocks: number[] = [];
  let sent = 0;
  for (let block = -WARM_UP_BLOCKS; block < BLOCKS; block += 1) {
    const start = process.cpuUsage();
    for (let index = 0; index < BLOCK_SIZE; index += 1, sent += 1) {
      await bot.mention(organizationIds[sent % organizationIds.length] ?? "");
    }
    const { user, system } = process.cpuUsage(start);
    if (block >= 0) blocks.push((user + system) / BLOCK_SIZE);
  }
  return median(blocks);
}

async function startTenantBot(): Promise<TenantBot> {
  const adapter = createLinearAdapter({
    // Nothing is asked of Linear.
    apiUrl: "http://127.0.0.1:1/graphql",
    clientId: "client",
    clientSecret: randomBytes(16).toString("hex"),
    webhookSecret,
    encryptionKey: randomBytes(32).toString("hex"),
    logger: new ConsoleLogger("silent"),
  });
  const chat = await startChat(() => adapter);
  return {
    install: (organizationId) =>
      adapter.setInstallation(organizationId, {
        organizationId,
        accessToken: `lin_oauth_${randomBytes(32).toString("hex")}`,
        refreshToken: `lin_refresh_${randomBytes(32).toString("hex")}`,
        expiresAt: Date.now() + DAY_MS,
        botUserId: randomUUID(),
        appUserName: "helper",
        scopes: ["read", "write"],
      }),
    mention: (organizationId) => {
      const scene = { secret: webhookSecret, organizationId, issueId: randomUUID(), author };
      return deliver(chat, createDelivery(comments["a mention of the bot"], scene));
    },
  };
}

/** Resolves when everything that it has set off is done. */
async function deliver({ webhooks }: BotChat, delivery: Delivery): Promise<void> {
  const tasks: Promise<unknown>[] = [];
  const { status } = await webhooks.linear(toRequest(delivery), { waitUntil: (task) => void tasks.push(task) });
  if (status !== 200) throw new Error(`The webhook was answered with ${status}`);
  await Promise.all(tasks);
}

async function createMany<Item>(count: number, create: () => Promise<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for (let index = 0; index < count; index += 1) items.push(await create());
  return items;
}

async function heapInUse(): Promise<number> {
  if (globalThis.gc === undefined) throw new Error("Start it with --expose-gc");
  // Several times, since what one leaves to finalizers goes with a later one.
  for (let round = 0; round < 5; round += 1) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, GC_PAUSE_MS));
  }
  return process.memoryUsage().heapUsed;
}
