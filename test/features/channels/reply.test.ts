import { Card, CardText } from "chat";
import { describe, expect, it, onTestFinished } from "vitest";
import { mention, said, startAgent } from "../../support/agent.js";
import { requestsOf } from "../../support/requests-of.js";
import { startTestBot, type TestBot, type TestBotOptions } from "../../support/test-bot.js";

async function start(options: TestBotOptions = {}): Promise<TestBot> {
  const bot = await startTestBot(options);
  onTestFinished(bot.close);
  return bot;
}

describe("an answer to one message", () => {
  it("stands in its thread below a quote, and is one request where the message has just come", async () => {
    const { linear, settled } = await start({
      on: (bot) =>
        bot.onNewMention(async (thread, message) => {
          linear.clearRequests();
          await thread.reply(message, "Since *Monday*.");
        }),
    });
    const issue = linear.createIssue();
    const root = await linear.comment({ issue, body: "The login page" });
    await linear.mention({ issue, parent: root, text: "since when is\n\nit **slow**?" });
    await settled();

    expect(linear.comments({ issue }).at(-1)).toMatchObject({
      parentId: root.id,
      body: "> **Ada Lovelace:** @helper since when is it slow?\n\nSince *Monday*.",
    });
    expect(linear.requests().map(({ operationName }) => operationName)).toEqual(["CreateComment"]);
  });

  it("reads a message that nobody has told of, and goes below it on an issue", async () => {
    const bot = await start({ mode: "agent-sessions" });
    const issue = bot.linear.createIssue();
    const root = await bot.linear.comment({ issue, body: "It is slow" });
    await bot.settled();
    const requests = await requestsOf(bot, () => bot.adapter.reply(`linear:${issue.id}`, root.id, "On it."));

    expect(bot.linear.comments({ issue }).at(-1)).toMatchObject({
      parentId: root.id,
      body: "> **Ada Lovelace:** It is slow\n\nOn it.",
    });
    expect(requests).toEqual(["GetComment", "CreateComment"]);
  });

  it("has no quote of a message that is gone", async () => {
    const { adapter, linear } = await start();
    const issue = linear.createIssue();
    const root = await linear.comment({ issue, body: "It is slow" });
    await adapter.reply(`linear:${issue.id}:c:${root.id}`, "0e8f2e3c-1111-4222-8333-444455556666", "On it.");

    expect(linear.comments({ issue }).at(-1)?.body).toBe("On it.");
  });

  it("notifies nobody again whom the quoted message names", async () => {
    const { adapter, linear } = await start();
    const issue = linear.createIssue();
    const body = 'https://linear.app/acme/profiles/gr%C3%A9ta and <user id="x">Kim</user>, look';
    const root = await linear.comment({ issue, body });
    await adapter.reply(`linear:${issue.id}:c:${root.id}`, root.id, "I did.");

    expect(linear.comments({ issue }).at(-1)?.body).toBe("> **Ada Lovelace:** @gréta and @Kim, look\n\nI did.");
  });

  it("may be a card", async () => {
    const { adapter, linear } = await start();
    const issue = linear.createIssue();
    const root = await linear.comment({ issue, body: "It is slow" });
    await adapter.reply(
      `linear:${issue.id}:c:${root.id}`,
      root.id,
      Card({ title: "Found", children: [CardText("A loop")] }),
    );

    expect(linear.comments({ issue }).at(-1)?.body).toMatch(/^> \*\*Ada Lovelace:\*\* It is slow\n\n\S*.*Found/);
  });

  it("is a response in an agent session", async () => {
    const { linear, settled } = await startAgent((thread, message) => thread.reply(message, "Since Monday."));
    await mention(linear, "since when?");
    await settled();

    expect(said(linear)).toEqual([["response", "> **Ada Lovelace:** @helper since when?\n\nSince Monday."]]);
  });
});
