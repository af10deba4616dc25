import { createMemoryState } from "@chat-adapter/state-memory";
import type { StateAdapter } from "chat";
import { afterEach, expect, it } from "vitest";
import { createSignal } from "../../support/signal.js";
import { startTestBot, type TestBot } from "../../support/test-bot.js";
import { createTestWorld } from "../../support/test-world.js";

let open: TestBot | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

/** A state whose first claim of an event takes until the test lets it through. */
function createSlowState(): { state: StateAdapter; asked: Promise<void>; letThrough: () => Promise<void> } {
  const state = createMemoryState();
  const claim = state.setIfNotExists.bind(state);
  const [asked, through, claimed] = [createSignal(), createSignal(), createSignal()];
  let isFirst = true;
  state.setIfNotExists = async (key, value, ttlMs) => {
    if (!isFirst || !key.startsWith("linear:event:")) return await claim(key, value, ttlMs);
    isFirst = false;
    asked.give();
    await through.given;
    const isOurs = await claim(key, value, ttlMs);
    setImmediate(claimed.give);
    return isOurs;
  };
  const letThrough = async (): Promise<void> => {
    through.give();
    await claimed.given;
  };
  return { state, asked: asked.given, letThrough };
}

it("answers 503 before Linear gives up, and handles the event once although the claim gets through after all", async () => {
  const { state, asked, letThrough } = createSlowState();
  const { clock } = createTestWorld();
  const bot = await startTestBot({
    state,
    world: { clock },
    emulator: { webhookRetryDelaysMs: [600_000] },
    on: (chat) => {
      chat.onNewMention(async (thread) => {
        await thread.post("Here.");
      });
    },
  });
  open = bot;
  const issue = bot.linear.createIssue();
  await bot.linear.mention({ issue, text: "are you there?" });
  await asked;
  await clock.advance(4_999);
  await bot.linear.settled();
  await letThrough();

  const delivery = bot.linear.deliveries().find(({ type }) => type === "Comment");
  const first = delivery?.attempts.map(({ status }) => status);
  const retried = delivery && (await bot.linear.redeliver(delivery));
  await bot.settled();

  expect({ first, retried }).toEqual({ first: [503], retried: 200 });
  expect(bot.linear.comments({ issue, by: bot.linear.organization.appUserId }).map(({ body }) => body)).toEqual([
    "Here.",
  ]);
});
