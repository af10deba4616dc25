import { createMemoryState } from "@chat-adapter/state-memory";
import type { StateAdapter } from "chat";
import { afterEach, expect, it } from "vitest";
import { startTestBot, type TestBot } from "../../support/test-bot.js";

let open: TestBot | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

/** A state whose first claim of an event takes longer than Linear waits; `claimed` resolves when it is through. */
function createSlowState(): { state: StateAdapter; claimed: Promise<void> } {
  const state = createMemoryState();
  const claim = state.setIfNotExists.bind(state);
  let through: () => void = () => {};
  const claimed = new Promise<void>((resolve) => {
    through = resolve;
  });
  let isFirst = true;
  state.setIfNotExists = async (key, value, ttlMs) => {
    if (!isFirst || !key.startsWith("linear:event:")) return await claim(key, value, ttlMs);
    isFirst = false;
    await new Promise((resolve) => setTimeout(resolve, 4_500));
    const isOurs = await claim(key, value, ttlMs);
    setImmediate(through);
    return isOurs;
  };
  return { state, claimed };
}

it("answers 503 before Linear gives up, and handles the event once although the claim gets through after all", async () => {
  const { state, claimed } = createSlowState();
  const bot = await startTestBot({
    state,
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
  await bot.settled();
  await claimed;

  const delivery = bot.linear.deliveries().find(({ type }) => type === "Comment");
  const first = delivery?.attempts.map(({ status }) => status);
  const retried = delivery && (await bot.linear.redeliver(delivery));
  await bot.settled();

  expect({ first, retried }).toEqual({ first: [503], retried: 200 });
  expect(bot.linear.comments({ issue, by: bot.linear.organization.appUserId }).map(({ body }) => body)).toEqual([
    "Here.",
  ]);
});
