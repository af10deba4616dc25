import { createIoRedisState } from "@chat-adapter/state-ioredis";
import { Chat } from "chat";
import { createLinearAdapter } from "chat-adapter-linear";
import { startLinearEmulator } from "chat-adapter-linear/emulator";
import { describe, expect, inject, it, onTestFinished, vi } from "vitest";
import { serve } from "../../examples/node-http/serve.js";
import { createMemoryLogger } from "../support/memory-logger.js";
import { askForServer } from "../support/servers/broker.js";
import { startRedisLine } from "./redis-line.js";
import { hasRedis, PATIENCE, PATIENCE_MS } from "./stage.js";

describe.skipIf(!hasRedis)("a Redis that is away when the bot starts", () => {
  it(
    "rejects webhooks in the Chat SDK, before the adapter is asked; Linear sends them again, and nothing is lost",
    async () => {
      const linear = await startLinearEmulator({ webhookRetryDelaysMs: [1_000, 3_000, 6_000, 12_000] });
      const redis = new URL(await askForServer(inject("testServers").brokerUrl, "redis"));
      const line = await startRedisLine(Number(redis.port));
      const logger = createMemoryLogger();
      const adapter = createLinearAdapter({
        accessToken: linear.createAccessToken(),
        webhookSecret: linear.app.webhookSecret,
        apiUrl: linear.apiUrl,
        logger,
      });
      const state = createIoRedisState({ url: line.url, keyPrefix: crypto.randomUUID(), logger });
      const bot = new Chat({ userName: "helper", adapters: { linear: adapter }, state, logger });
      const heard: string[] = [];
      const rejections: string[] = [];
      bot.onNewMention(async (_thread, message) => void heard.push(message.text));
      const server = await serve(async (request) => {
        try {
          return await bot.webhooks.linear(request);
        } catch (error) {
          rejections.push(String(error));
          return new Response(null, { status: 503 });
        }
      });
      linear.setWebhookUrl(server.url);
      onTestFinished(async () => {
        await bot.shutdown();
        await server.close();
        await line.close();
        await linear.close();
      });

      line.cut();
      await linear.mention({ issue: linear.createIssue(), text: "are you there?" });
      await vi.waitFor(() => expect(rejections).not.toEqual([]), PATIENCE);
      line.restore();
      await vi.waitFor(() => expect(heard).toEqual(["@helper are you there?"]), PATIENCE);

      const [delivery] = linear.deliveries();
      expect([delivery?.attempts[0]?.status, delivery?.attempts.at(-1)?.status]).toEqual([503, 200]);
      expect(rejections[0]).toMatch(/ECONNREFUSED|ECONNRESET|Connection is closed|MaxRetriesPerRequest/);
    },
    PATIENCE_MS,
  );
});
