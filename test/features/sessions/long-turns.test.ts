// Covers: src/inbound/turn-order.ts
// Covers: src/inbound/room-watch.ts
// Covers: src/inbound/room-work.ts
// Covers: src/leases/create-leases.ts
// Covers: src/leases/thread-leases.ts
// Covers: src/leases/waiting-messages.ts

import { createMemoryState } from "@chat-adapter/state-memory";
import type { ChatConfig, StateAdapter } from "chat";
import type { EmulatedSession, LinearEmulator } from "chat-adapter-linear/emulator";
import { expect, it } from "vitest";
import { type LongTurns, PROMPTS, REQUEST, startLongTurns } from "../../support/long-turns.js";
import { startTestBot } from "../../support/test-bot.js";

/** Writes thirteen prompts while the first turn runs, 20 seconds apart. */
async function promptMeanwhile({ world, bot, begun }: LongTurns): Promise<EmulatedSession> {
  const session = await bot.linear.delegate({ issue: bot.linear.createIssue({ title: REQUEST }) });
  await begun;
  for (const body of PROMPTS) {
    await bot.linear.prompt({ session, body });
    await world.clock.advance(20_000);
  }
  await world.clock.passUntil(bot.settled());
  return session;
}

const responses = (linear: LinearEmulator, session: EmulatedSession): string[] =>
  linear.activities(session).flatMap(({ content }) => (content.type === "response" ? [content.body ?? ""] : []));

const debounceMs = 10;

it("of a chat that drops what overlaps, its default, thirteen prompts in five minutes have a turn each, in their order", async () => {
  const story = await startLongTurns({ concurrency: "drop" });

  const session = await promptMeanwhile(story);

  expect(story.diary).toEqual([REQUEST, ...PROMPTS]);
  expect(responses(story.bot.linear, session)).toEqual([REQUEST, ...PROMPTS].map((asked) => `Did: ${asked}`));
  expect(story.bot.linear.session(session).status).toBe("complete");
});

it.each<[string, ChatConfig["concurrency"]]>([
  ["queue", "queue"],
  ["queue of two that wait for a second", { strategy: "queue", maxQueueSize: 2, queueEntryTtlMs: 1_000 }],
  ["queue that refuses the newest", { strategy: "queue", maxQueueSize: 2, onQueueFull: "drop-newest" }],
  ["burst", { strategy: "burst", debounceMs }],
  ["debounce", { strategy: "debounce", debounceMs }],
])("of a %s, they are all heard in the next turn, in their order", async (_, concurrency) => {
  const story = await startLongTurns({ concurrency });

  const session = await promptMeanwhile(story);

  expect(story.diary).toEqual([REQUEST, PROMPTS.join(" + ")]);
  expect(responses(story.bot.linear, session)).toEqual([`Did: ${REQUEST}`, "Did: prompt 13"]);
});

it("of concurrent turns, each prompt is heard when it comes", async () => {
  const story = await startLongTurns({ concurrency: "concurrent" });

  await promptMeanwhile(story);

  expect(story.diary).toEqual([REQUEST, ...PROMPTS]);
});

it("prompts that came in a turn that throws are heard all the same", async () => {
  const story = await startLongTurns({
    concurrency: "queue",
    on: (chat) => {
      chat.onNewMention(async (_, { text }) => {
        if (text === REQUEST) throw new Error("The handler is broken");
      });
    },
  });

  await promptMeanwhile(story);

  expect(story.diary).toEqual([REQUEST, "prompt 1", PROMPTS.slice(1).join(" + ")]);
});

/** A state whose locks are over as soon as they are given, as the chat's are after `maxLockLifetimeMs`. */
function createLapsedState(): StateAdapter {
  const state = createMemoryState();
  const acquireLock = state.acquireLock.bind(state);
  state.acquireLock = async (key, ttlMs) => {
    const lock = await acquireLock(key, ttlMs);
    return lock && { ...lock, expiresAt: 0 };
  };
  return state;
}

it("prompts that came in a turn that outlasts the chat's lock are heard all the same", async () => {
  const story = await startLongTurns({ concurrency: "queue", state: createLapsedState() });

  await promptMeanwhile(story);

  expect(story.diary).toEqual([REQUEST, ...PROMPTS]);
});

it("sessions of one issue have their turns one after the other where the chat locks the channel", async () => {
  const story = await startLongTurns({ concurrency: "queue", lockScope: "channel" });
  const { world, bot, begun, diary } = story;
  const issue = bot.linear.createIssue({ title: REQUEST });
  await bot.linear.delegate({ issue });
  await begun;
  for (const text of PROMPTS) await bot.linear.mention({ issue, text });
  await world.clock.passUntil(bot.settled());

  expect(diary).toEqual([REQUEST, ...PROMPTS]);
  expect(bot.linear.sessions().map(({ status }) => status)).toEqual([REQUEST, ...PROMPTS].map(() => "complete"));
});

it("a Stop takes the prompts that wait with it, and a later one is heard", async () => {
  const story = await startLongTurns({ concurrency: "drop" });
  const { world, bot, diary } = story;
  const session = await bot.linear.delegate({ issue: bot.linear.createIssue({ title: REQUEST }) });
  await world.clock.advance(1_000);
  await bot.linear.prompt({ session, body: "and the logout" });
  await world.clock.advance(1_000);
  await bot.linear.stop({ session });
  await world.clock.advance(1_000);
  await bot.linear.prompt({ session, body: "only the logout" });
  await world.clock.passUntil(bot.settled());

  expect(diary).toEqual([REQUEST, "only the logout"]);
  expect(responses(bot.linear, session)).toEqual(["Stopped.", "Did: only the logout"]);
});

it("prompts that come to another process are heard by the one that has the turn", async () => {
  const story = await startLongTurns({ concurrency: "drop" });
  const { world, bot } = story;
  const other = await startTestBot({
    mode: "agent-sessions",
    world,
    linear: bot.linear,
    state: bot.state,
    concurrency: "drop",
  });
  bot.linear.setWebhookUrl(bot.webhookUrl);
  const session = await bot.linear.delegate({ issue: bot.linear.createIssue({ title: REQUEST }) });
  await world.clock.advance(1_000);
  bot.linear.setWebhookUrl(other.webhookUrl);
  for (const body of PROMPTS) await bot.linear.prompt({ session, body });
  await world.clock.passUntil(Promise.all([bot.settled(), other.settled()]));

  expect(story.diary).toEqual([REQUEST, ...PROMPTS]);
  expect(responses(bot.linear, session)).toEqual([REQUEST, ...PROMPTS].map((asked) => `Did: ${asked}`));
});

it("prompts to another process than the one of a short turn are heard as well", async () => {
  const story = await startLongTurns({ concurrency: "queue" }, 300);
  const { world, bot, diary } = story;
  const other = await startTestBot({
    mode: "agent-sessions",
    world,
    linear: bot.linear,
    state: bot.state,
    on: (chat) => chat.onNewMention(async (_, { text }) => void diary.push(`elsewhere: ${text}`)),
  });
  bot.linear.setWebhookUrl(bot.webhookUrl);
  const session = await bot.linear.delegate({ issue: bot.linear.createIssue({ title: REQUEST }) });
  await world.clock.advance(100);
  bot.linear.setWebhookUrl(other.webhookUrl);
  await bot.linear.prompt({ session, body: "prompt 1" });
  await world.clock.passUntil(Promise.all([bot.settled(), other.settled()]));

  expect(diary).toEqual([REQUEST, expect.stringMatching(/^(elsewhere: )?prompt 1$/)]);
});
