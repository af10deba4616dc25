// Covers: src/inbound/dispatch-changes.ts
// Covers: src/inbound/handlers/comment-updated.ts

import { afterEach, describe, expect, it } from "vitest";
import { type BotOfTest, startTestBot, type TestBot, type TestBotOptions } from "../../support/test-bot.js";

let open: TestBot | undefined;
const heard: unknown[][] = [];

afterEach(async () => {
  await open?.close();
  open = undefined;
  heard.length = 0;
});

function listen(chat: BotOfTest): void {
  chat.onMessageUpdated(async (thread, message, previous) => {
    heard.push(["edit", thread.id, message.id, previous?.text, message.text, message.metadata.edited]);
  });
  chat.onMessageDeleted(async ({ threadId, channelId, messageId, previousMessage }) => {
    heard.push(["deletion", threadId, channelId, messageId, previousMessage?.text, previousMessage?.author.isMe]);
  });
  chat.onNewMention(async (thread, message) => {
    heard.push(["mention", thread.id, message.text]);
    await thread.post("At your service.");
  });
}

async function startListening(options: TestBotOptions = {}): Promise<TestBot> {
  open = await startTestBot({
    mode: "comments",
    emulator: { webhookRetryDelaysMs: [], app: { events: ["Comment", "Reaction"] } },
    on: listen,
    ...options,
  });
  return open;
}

describe("an edited comment", () => {
  it("reaches the bot with what it said before, however often it is delivered", async () => {
    const bot = await startListening();
    const issue = bot.linear.createIssue();
    const root = await bot.linear.comment({ issue, body: "Ship it?" });
    const reply = await bot.linear.comment({ issue, parent: root, body: "Yes" });
    await bot.linear.editComment({ comment: reply, body: "No" });
    await bot.settled();
    const delivery = bot.linear.deliveries().findLast(({ action }) => action === "update");
    const status = delivery && (await bot.linear.redeliver(delivery));
    await bot.settled();

    expect(status).toBe(200);
    expect(heard).toEqual([["edit", `linear:${issue.id}:c:${root.id}`, reply.id, "Yes", "No", true]]);
  });

  it.each([
    ["a ticked checkbox", "- [ ] Buy milk", "- [x] Buy milk"],
    ["a checkbox in a numbered list", "1. [X] Buy milk", "1. [ ] Buy milk"],
    ["other white space at the end", "Buy milk", "Buy milk \n"],
  ])("is none by %s", async (_, before, after) => {
    const bot = await startListening();
    const comment = await bot.linear.comment({ issue: bot.linear.createIssue(), body: before });
    await bot.linear.editComment({ comment, body: after });
    await bot.settled();

    expect(heard).toEqual([]);
  });

  it("is none by a reaction or a resolved thread", async () => {
    const bot = await startListening();
    const comment = await bot.linear.comment({ issue: bot.linear.createIssue(), body: "Done?" });
    await bot.linear.react({ comment, emoji: "eyes" });
    await bot.linear.resolveThread({ comment });
    await bot.settled();

    expect(heard).toEqual([]);
  });

  it("of the bot's own is not heard", async () => {
    const bot = await startListening();
    const issue = bot.linear.createIssue();
    const sent = await bot.adapter.postMessage(`linear:${issue.id}`, "Working");
    await bot.adapter.editMessage(sent.threadId, sent.id, "Worked");
    await bot.adapter.deleteMessage(sent.threadId, sent.id);
    await bot.settled();

    expect(heard).toEqual([]);
  });

  it("that brings the first mention is a mention, once", async () => {
    const bot = await startListening();
    const issue = bot.linear.createIssue();
    const comment = await bot.linear.comment({ issue, body: "Who helps?" });
    await bot.linear.editComment({ comment, body: "@helper helps?" });
    await bot.settled();
    const delivery = bot.linear.deliveries().findLast(({ action }) => action === "update");
    await (delivery && bot.linear.redeliver(delivery));
    await bot.linear.editComment({ comment, body: "Nobody helps?" });
    await bot.settled();
    await bot.linear.editComment({ comment, body: "@helper helps again?" });
    await bot.settled();

    const threadId = `linear:${issue.id}:c:${comment.id}`;
    expect(heard.filter(([kind]) => kind === "mention")).toEqual([["mention", threadId, "@helper helps?"]]);
    expect(heard.filter(([kind]) => kind === "edit").map((edit) => edit[4])).toEqual([
      "@helper helps?",
      "Nobody helps?",
      "@helper helps again?",
    ]);
  });

  it("that takes a mention out and puts it back is no second one", async () => {
    const bot = await startListening();
    const issue = bot.linear.createIssue();
    const comment = await bot.linear.mention({ issue, text: "help" });
    await bot.settled();
    await bot.linear.editComment({ comment, body: "help" });
    await bot.settled();
    await bot.linear.editComment({ comment, body: "@helper help" });
    await bot.settled();

    expect(heard.filter(([kind]) => kind === "mention")).toEqual([
      ["mention", `linear:${issue.id}:c:${comment.id}`, "@helper help"],
    ]);
  });
});

describe("a deleted comment", () => {
  it("reaches the bot with what it was, once", async () => {
    const bot = await startListening();
    const issue = bot.linear.createIssue();
    const comment = await bot.linear.comment({ issue, body: "Never mind" });
    await bot.linear.deleteComment({ comment });
    await bot.settled();
    const delivery = bot.linear.deliveries().find(({ action }) => action === "remove");
    await (delivery && bot.linear.redeliver(delivery));
    await bot.settled();

    expect(heard).toEqual([
      ["deletion", `linear:${issue.id}:c:${comment.id}`, `linear:${issue.id}`, comment.id, "Never mind", false],
    ]);
  });

  it("of the bot's is heard when a person has deleted it", async () => {
    const bot = await startListening();
    const issue = bot.linear.createIssue();
    const sent = await bot.adapter.postMessage(`linear:${issue.id}`, "Rubbish");
    await bot.linear.deleteComment({ comment: sent.id, by: bot.linear.bo });
    await bot.settled();

    expect(heard.map(([kind, , , id, , isMe]) => [kind, id, isMe])).toEqual([["deletion", sent.id, true]]);
  });
});
