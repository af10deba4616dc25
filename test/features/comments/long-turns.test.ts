// Covers: src/inbound/turn-order.ts

import type { ChatConfig } from "chat";
import { expect, it } from "vitest";
import { type LongTurns, PROMPTS, REQUEST, startLongTurns } from "../../support/long-turns.js";
import { startTestBot } from "../../support/test-bot.js";

/** Writes thirteen mentions below one while it is worked on, 20 seconds apart. */
async function mentionMeanwhile({ world, bot, begun }: LongTurns): Promise<void> {
  const issue = bot.linear.createIssue();
  const parent = await bot.linear.mention({ issue, text: REQUEST });
  await begun;
  for (const text of PROMPTS) {
    await bot.linear.mention({ issue, parent, text });
    await world.clock.advance(20_000);
  }
  await world.clock.passUntil(bot.settled());
}

const answers = ({ bot }: LongTurns): string[] =>
  bot.linear.comments().flatMap(({ body }) => (body.startsWith("Did: ") ? [body] : []));

it("of a chat that drops what overlaps, thirteen mentions in a turn of five minutes are answered in their order", async () => {
  const story = await startLongTurns({ mode: "comments", concurrency: "drop" });

  await mentionMeanwhile(story);

  expect(story.diary).toEqual([REQUEST, ...PROMPTS]);
  expect(answers(story)).toEqual([REQUEST, ...PROMPTS].map((asked) => `Did: ${asked}`));
});

it.each<[string, ChatConfig["concurrency"]]>([
  ["queue", "queue"],
  ["burst", { strategy: "burst", debounceMs: 10 }],
  ["debounce", { strategy: "debounce", debounceMs: 10 }],
])("of a %s, they are all heard in the next turn", async (_, concurrency) => {
  const story = await startLongTurns({ mode: "comments", concurrency });

  await mentionMeanwhile(story);

  expect(story.diary).toEqual([REQUEST, PROMPTS.join(" + ")]);
});

it("a mention that comes to another process within a moment after a short turn is answered", async () => {
  const story = await startLongTurns({ mode: "comments", concurrency: "drop" }, 0);
  const { world, bot, diary } = story;
  const other = await startTestBot({
    mode: "comments",
    world,
    linear: bot.linear,
    state: bot.state,
    on: (chat) => chat.onNewMention(async (_, { text }) => void diary.push(`elsewhere: ${text}`)),
  });
  bot.linear.setWebhookUrl(bot.webhookUrl);
  const issue = bot.linear.createIssue();
  const parent = await bot.linear.mention({ issue, text: REQUEST });
  await world.clock.passUntil(bot.settled());
  const beganAtMs = world.clock.now().getTime();
  bot.linear.setWebhookUrl(other.webhookUrl);
  await bot.linear.mention({ issue, parent, text: "and the logout" });
  await world.clock.passUntil(other.settled(), 4_000);
  await other.close();

  expect(diary).toEqual([REQUEST, "elsewhere: @helper and the logout"]);
  expect(world.clock.now().getTime() - beganAtMs).toBeLessThan(4_000);
});
