// Covers: src/adapter/config/option-names.ts
// Covers: src/inbound/session-arrivals.ts

import { createLinearAdapter, LinearAdapter, type LinearAdapterConfig } from "chat-adapter-linear";
import { type LinearEmulator, type LinearEmulatorOptions, startLinearEmulator } from "chat-adapter-linear/emulator";
import { expect, it, onTestFinished } from "vitest";
import { systemClock } from "../../../src/util/clock.js";
import { systemWorld } from "../../../src/util/world.js";
import { said } from "../../support/agent.js";
import { type PlainBot, type PlainBotOptions, startPlainBot } from "../../support/plain-bot.js";
import { aborted, createSignal } from "../../support/signal.js";

// How long a mention waits for its session.
const PATIENCE_MS = [500, 1_500, 8_000];

async function startEmulator(options: LinearEmulatorOptions = {}): Promise<LinearEmulator> {
  const linear = await startLinearEmulator(options);
  onTestFinished(() => linear.close());
  return linear;
}

/** A bot on the emulator, which says "Here." to mentions. It waits for sessions until `patience` is over. */
async function startBot(
  linear: LinearEmulator,
  config: LinearAdapterConfig,
  options: PlainBotOptions = {},
  patience = Promise.resolve(),
): Promise<PlainBot> {
  const given = { apiUrl: linear.apiUrl, webhookSecret: linear.app.webhookSecret, ...config } as LinearAdapterConfig;
  const clock = {
    ...systemClock,
    sleep: (ms: number, signal?: AbortSignal) =>
      PATIENCE_MS.includes(ms)
        ? Promise.race([patience.then(() => systemClock.sleep(5)), aborted(signal)])
        : systemClock.sleep(ms, signal),
  };
  const adapter = new LinearAdapter(given, { ...systemWorld, clock });
  const bot = await startPlainBot(adapter, {
    ...options,
    on: (chat) => {
      chat.onNewMention(async (thread) => void (await thread.post("Here.")));
    },
  });
  linear.connect(bot.bot);
  return bot;
}

it("a person's token in a mode with sessions is an error in the log, once, with the first session", async () => {
  const linear = await startEmulator();
  const bot = await startBot(linear, {
    mode: "agent-sessions",
    accessToken: linear.createAccessToken({ as: linear.bo }),
  });

  await linear.mention({ issue: linear.createIssue(), text: "please help" });
  await linear.mention({ issue: linear.createIssue(), text: "and here" });
  await linear.idle();

  expect(bot.logger.at("error")).toEqual([
    expect.stringContaining(
      "An agent session came, but the accessToken is that of a person, @bo: agent sessions belong",
    ),
  ]);
  expect(linear.sessions().map((session) => said(linear, session))).toEqual([[], []]);
});

it("comments without agent sessions, in a mode for sessions alone, are one warning when the bot is mentioned", async () => {
  const linear = await startEmulator({ app: { events: ["Comment"] } });
  const bot = await startBot(linear, { mode: "agent-sessions", accessToken: linear.createAccessToken() });

  await linear.comment({ issue: linear.createIssue(), body: "nobody is mentioned" });
  await linear.idle();
  const before = bot.logger.at("warn");
  await linear.mention({ issue: linear.createIssue(), text: "please help" });
  await linear.mention({ issue: linear.createIssue(), text: "and here" });
  await linear.idle();

  expect([before, bot.logger.at("warn")]).toEqual([
    [],
    [
      expect.stringMatching(
        /^A comment mentions the bot \(@helper\), and no agent session has come .*: switch the app's agent session events on/,
      ),
    ],
  ]);
});

it("comments beside agent sessions are no mistake, also where the comment comes first", async () => {
  const patience = createSignal();
  const linear = await startEmulator({ app: { events: ["Comment", "AgentSessionEvent"] } });
  const config = { mode: "agent-sessions" as const, accessToken: linear.createAccessToken() };
  const bot = await startBot(linear, config, {}, patience.given);
  linear.injectFault({ on: "webhook-delivery", operation: "AgentSessionEvent", kind: "delay", ms: 50 });

  await linear.mention({ issue: linear.createIssue(), text: "please help" });
  await expect.poll(() => said(linear)).toEqual([["response", "Here."]]);
  patience.give();
  await linear.idle();

  expect(bot.logger.at("warn")).toEqual([]);
});

it("a mention by the chat's name, where the app has another one in Linear, is one warning with both names", async () => {
  const linear = await startEmulator({ app: { events: ["Comment"] } });
  const bot = await startBot(linear, { accessToken: linear.createAccessToken() }, { userName: "robo" });

  await linear.comment({ issue: linear.createIssue(), body: "@robo please help" });
  await linear.comment({ issue: linear.createIssue(), body: "@robo are you there?" });
  await linear.comment({ issue: linear.createIssue(), body: "@ada what is wrong with it?" });
  await linear.idle();

  expect(bot.logger.at("warn")).toEqual([
    expect.stringMatching(
      /^A comment mentions @robo, the userName of the Chat, but in Linear the bot is called @helper /,
    ),
  ]);
});

it("a mention of the person as whom the bot acts is told once, without a warning", async () => {
  const linear = await startEmulator({ app: { events: ["Comment"] } });
  const bot = await startBot(linear, { apiKey: linear.createApiKey(linear.ada) }, { userName: "robo" });

  await linear.comment({ issue: linear.createIssue(), body: `${linear.ada.url} please help`, by: linear.bo });
  await linear.comment({ issue: linear.createIssue(), body: "@ada are you there?", by: linear.bo });
  await linear.comment({ issue: linear.createIssue(), body: "@robo are you there?", by: linear.bo });
  await linear.idle();

  const told = bot.logger.at("info").filter((text) => text.startsWith("A comment"));
  expect([bot.logger.at("warn"), told]).toEqual([
    [],
    [
      expect.stringMatching(
        /^A comment mentions @ada, as whom the bot acts, and was not taken as one for the bot, which answers to @robo /,
      ),
    ],
  ]);
  expect(linear.comments().filter(({ body }) => body === "Here.")).toHaveLength(1);
});

it("options that resemble none are named in a warning", async () => {
  const shared = { accessToken: "token", webhookSecret: "secret", region: "eu", retries: undefined };
  const { logger } = await startPlainBot(createLinearAdapter(shared));

  expect(logger.at("warn")).toEqual(["These options do not exist and are ignored: region"]);
});
