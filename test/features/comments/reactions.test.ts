// Covers: src/inbound/dispatch.ts
// Covers: src/inbound/handlers/reaction.ts

import { Actions, Button, Card, type CardElement, emoji, type ReactionEvent, Select, SelectOption } from "chat";
import type { LinearRawMessage } from "chat-adapter-linear";
import type { EmulatedComment, EmulatedIssue } from "chat-adapter-linear/emulator";
import { afterEach, describe, expect, it } from "vitest";
import { startTestBot, type TestBot, type TestBotOptions } from "../../support/test-bot.js";

let open: TestBot | undefined;
const reactions: ReactionEvent<LinearRawMessage>[] = [];
const picked: unknown[] = [];

afterEach(async () => {
  await open?.close();
  open = undefined;
  reactions.length = 0;
  picked.length = 0;
});

async function startReacting(options: TestBotOptions = {}): Promise<TestBot> {
  open = await startTestBot({
    emulator: { webhookRetryDelaysMs: [], app: { events: ["Comment", "Reaction", "AgentSessionEvent"] } },
    on: (chat) => {
      chat.onReaction(async (event) => void reactions.push(event as ReactionEvent<LinearRawMessage>));
      chat.onAction(async ({ actionId, user }) => void picked.push([actionId, user.userName]));
    },
    ...options,
  });
  return open;
}

const withReactionAnswers: TestBotOptions = {
  config: (linear) => ({ accessToken: linear.createAccessToken(), answerByReaction: true }),
};

const shown = (): unknown[] =>
  reactions.map(({ emoji: reaction, added, user, messageId, threadId }) => [
    reaction.name,
    added,
    user.userName,
    messageId,
    threadId,
  ]);

const yesOrNo = (): CardElement =>
  Card({
    title: "Ship?",
    children: [Actions([Button({ id: "yes", label: "Ship" }), Button({ id: "no", label: "Hold" })])],
  });

/** A card that the bot has posted on a new issue. */
async function ask(bot: TestBot, card: CardElement): Promise<{ issue: EmulatedIssue; question: EmulatedComment }> {
  const issue = bot.linear.createIssue();
  await bot.adapter.postMessage(`linear:${issue.id}`, card);
  const [question] = bot.linear.comments({ issue });
  if (question === undefined) throw new Error("Nothing was posted");
  return { issue, question };
}

describe("a reaction to a comment", () => {
  it("reaches the bot with its thread and the comment, given and taken back", async () => {
    const bot = await startReacting();
    const issue = bot.linear.createIssue();
    const root = await bot.linear.comment({ issue, body: "Who does it?" });
    const reply = await bot.linear.comment({ issue, parent: root, body: "I do.", by: bot.linear.bo });
    await bot.linear.react({ comment: reply, emoji: "thumbsup" });
    await bot.settled();
    await bot.linear.unreact({ comment: reply, emoji: "thumbsup" });
    await bot.settled();

    const threadId = `linear:${issue.id}:c:${root.id}`;
    expect(shown()).toEqual([
      ["thumbs_up", true, "ada", reply.id, threadId],
      ["thumbs_up", false, "ada", reply.id, threadId],
    ]);
    expect(reactions[0]?.emoji).toBe(emoji.thumbs_up);
    expect(reactions[0]?.rawEmoji).toBe("+1");
    expect(reactions[0]?.thread.id).toBe(threadId);
    expect([reactions[0]?.message?.text, reactions[0]?.message?.author.userName]).toEqual(["I do.", "bo"]);
  });

  it("is handled once however often it is delivered", async () => {
    const bot = await startReacting();
    const comment = await bot.linear.comment({ issue: bot.linear.createIssue(), body: "Nice." });
    await bot.linear.react({ comment, emoji: "eyes" });
    await bot.settled();
    const delivery = bot.linear.deliveries().find(({ type }) => type === "Reaction");
    const status = delivery && (await bot.linear.redeliver(delivery));
    await bot.settled();

    expect([status, reactions.length]).toEqual([200, 1]);
  });

  it("by the bot itself is not heard", async () => {
    const bot = await startReacting();
    const issue = bot.linear.createIssue();
    const comment = await bot.linear.comment({ issue, body: "Nice." });
    await bot.adapter.addReaction(`linear:${issue.id}:c:${comment.id}`, comment.id, emoji.eyes);
    await bot.settled();

    expect(reactions).toEqual([]);
  });

  it("by a person is heard also when the bot uses that person's key", async () => {
    const bot = await startReacting({ config: (linear) => ({ apiKey: linear.createApiKey() }) });
    const issue = bot.linear.createIssue();
    const comment = await bot.linear.comment({ issue, body: "Nice.", by: bot.linear.bo });
    await bot.adapter.addReaction(`linear:${issue.id}:c:${comment.id}`, comment.id, emoji.eyes);
    await bot.linear.react({ comment, emoji: "rocket" });
    await bot.settled();

    expect(reactions.map(({ emoji: { name } }) => name)).toEqual(["rocket"]);
  });

  it("that is gone again when it is looked at is ignored", async () => {
    const bot = await startReacting();
    const comment = await bot.linear.comment({ issue: bot.linear.createIssue(), body: "Nice." });
    bot.linear.setWebhookUrl("http://127.0.0.1:9/");
    await bot.linear.react({ comment, emoji: "eyes" });
    await bot.linear.settled();
    const delivery = bot.linear.deliveries().find(({ type }) => type === "Reaction");
    await bot.linear.deleteComment({ comment });
    bot.linear.setWebhookUrl(bot.webhookUrl);
    const status = delivery && (await bot.linear.redeliver(delivery));
    await bot.settled();

    expect([status, reactions]).toEqual([200, []]);
  });

  it("is ignored in the mode for agent sessions", async () => {
    const bot = await startReacting({ mode: "agent-sessions" });
    const comment = await bot.linear.comment({ issue: bot.linear.createIssue(), body: "Nice." });
    await bot.linear.react({ comment, emoji: "eyes" });
    await bot.settled();

    expect(reactions).toEqual([]);
  });
});

describe("a card with two buttons, where reactions are answers", () => {
  it("says so", async () => {
    const bot = await startReacting(withReactionAnswers);
    const { question } = await ask(bot, yesOrNo());

    expect(question.body).toBe(
      "**Ship?**\n\n1. Ship\n2. Hold\n\n_Reply with a number or its text, or react with 👍 for 1 and 👎 for 2._",
    );
  });

  it.each([
    ["👍", "yes"],
    ["thumbsup", "yes"],
    ["-1", "no"],
    ["👎", "no"],
  ])("takes %s for %s", async (reaction, action) => {
    const bot = await startReacting(withReactionAnswers);
    const { question } = await ask(bot, yesOrNo());
    await bot.linear.react({ comment: question, emoji: reaction, by: bot.linear.bo });
    await bot.settled();

    expect(picked).toEqual([[action, "bo"]]);
    expect(reactions).toHaveLength(1);
  });

  it("is answered once, by a reaction or a reply", async () => {
    const bot = await startReacting(withReactionAnswers);
    const { issue, question } = await ask(bot, yesOrNo());
    await bot.linear.comment({ issue, parent: question, body: "hold" });
    await bot.settled();
    await bot.linear.react({ comment: question, emoji: "+1", by: bot.linear.bo });
    await bot.settled();

    expect(picked).toEqual([["no", "ada"]]);
  });

  it("takes no other reaction, and none that is taken back", async () => {
    const bot = await startReacting(withReactionAnswers);
    const { question } = await ask(bot, yesOrNo());
    await bot.linear.react({ comment: question, emoji: "heart" });
    await bot.linear.unreact({ comment: question, emoji: "heart" });
    await bot.settled();

    expect(picked).toEqual([]);
    expect(reactions).toHaveLength(2);
  });

  it("stays unanswered where that is not wanted", async () => {
    const bot = await startReacting();
    const { question } = await ask(bot, yesOrNo());
    await bot.linear.react({ comment: question, emoji: "+1" });
    await bot.settled();

    expect(picked).toEqual([]);
  });

  it("is not a select of two", async () => {
    const bot = await startReacting(withReactionAnswers);
    const options = [SelectOption({ label: "A", value: "a" }), SelectOption({ label: "B", value: "b" })];
    const { question } = await ask(
      bot,
      Card({ children: [Actions([Select({ id: "pick", label: "Which?", options })])] }),
    );
    await bot.linear.react({ comment: question, emoji: "+1" });
    await bot.settled();

    expect(picked).toEqual([]);
  });
});
