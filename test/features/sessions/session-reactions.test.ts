// Covers: src/adapter/surfaces/session-reactions.ts

import { emoji, type SentMessage } from "chat";
import type { LinearEmulator } from "chat-adapter-linear/emulator";
import { expect, it } from "vitest";
import { latestSession, startAgent, type Work } from "../../support/agent.js";
import type { TestBot } from "../../support/test-bot.js";

const NOTHING_CARRIES_IT =
  "No comment stands behind a message of an agent session, so nothing can carry a reaction to it";

async function delegated(work: Work): Promise<{ bot: TestBot; linear: LinearEmulator; threadId: string }> {
  const bot = await startAgent(work);
  const { linear } = bot;
  const issue = linear.createIssue();
  await linear.delegate({ issue });
  await bot.settled();
  return { bot, linear, threadId: `linear:${issue.id}:s:${latestSession(linear).id}` };
}

const allReactions = (linear: LinearEmulator): unknown[] =>
  linear.comments().flatMap((comment) => linear.reactions(comment));

/** How often the log has said that nothing carries a reaction. */
const saidSo = (bot: TestBot): number =>
  bot.logger.at("debug").filter((line) => line.startsWith(NOTHING_CARRIES_IT)).length;

it("a reaction to a thought is no error and lands nowhere, which the log says", async () => {
  const { bot, linear, threadId } = await delegated((thread) => thread.post("Done."));
  const thought = await bot.adapter.session(threadId).thought("Let me see.");

  await bot.adapter.addReaction(threadId, thought?.id ?? "", emoji.eyes);
  await bot.adapter.removeReaction(threadId, thought?.id ?? "", emoji.eyes);

  expect([allReactions(linear), saidSo(bot)]).toEqual([[], 2]);
});

it("a reaction to the plan costs no request", async () => {
  const { bot, linear, threadId } = await delegated((thread) => thread.post("Done."));
  const plan = await bot.adapter.postObject(threadId, "plan", {
    title: "Plan",
    tasks: [{ id: "1", title: "Look", status: "pending" }],
  });
  linear.clearRequests();

  await bot.adapter.addReaction(threadId, plan.id, emoji.eyes);
  await bot.adapter.removeReaction(threadId, plan.id, emoji.eyes);

  expect([allReactions(linear), linear.requests(), saidSo(bot)]).toEqual([[], [], 2]);
});

it("a reaction to a post that waits for the turn's end does not end the turn", async () => {
  const { bot, linear } = await delegated(async (thread) => {
    const sent: SentMessage = await thread.post("First.");
    await sent.addReaction(emoji.eyes);
    await sent.removeReaction(emoji.eyes);
    await sent.edit("Second.");
  });
  const bodies = linear
    .activities(latestSession(linear).id)
    .map(({ content }) => (content.type === "action" ? "" : content.body));

  expect([bodies.includes("Second."), allReactions(linear), saidSo(bot)]).toEqual([true, [], 2]);
});

it("a reaction to a message whose comment is gone is no error", async () => {
  const { bot, linear, threadId } = await delegated((thread) => thread.post("Done."));
  const prompt = await linear.prompt({ session: latestSession(linear), body: "and the tests?" });
  await bot.settled();
  await linear.deleteComment({ comment: prompt.sourceCommentId ?? "" });

  await bot.adapter.addReaction(threadId, prompt.id, emoji.eyes);
  await bot.adapter.removeReaction(threadId, prompt.id, emoji.eyes);

  expect(saidSo(bot)).toBe(2);
});

it("a reaction that Linear refuses for another reason is an error", async () => {
  const { bot, linear, threadId } = await delegated((thread) => thread.post("Done."));
  linear.injectFault({ on: "graphql", kind: "graphql-error", type: "forbidden", message: "No" });

  await expect(bot.adapter.addReaction(threadId, latestSession(linear).id, emoji.eyes)).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
});
