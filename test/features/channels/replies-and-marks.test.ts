import { Card, CardText } from "chat";
import {
  type EmulatedComment,
  type EmulatedIssue,
  type LinearEmulator,
  startLinearEmulator,
} from "chat-adapter-linear/emulator";
import { afterEach, describe, expect, it, onTestFinished } from "vitest";
import { said } from "../../support/agent.js";
import { introduce, requestsOf } from "../../support/requests-of.js";
import {
  type BotOfTest,
  clientCredentials,
  startTestBot,
  type TestBot,
  type TestBotOptions,
} from "../../support/test-bot.js";

let bot: TestBot;

afterEach(() => bot.close());

async function start(on: (chat: BotOfTest) => void, options: TestBotOptions = {}): Promise<LinearEmulator> {
  bot = await startTestBot({ on, ...options });
  await introduce(bot);
  return bot.linear;
}

const bodies = (linear: LinearEmulator, issue: EmulatedIssue): string[] =>
  linear.comments({ issue }).map(({ body }) => body);

const emojis = (linear: LinearEmulator, comment: EmulatedComment): string[] =>
  linear.reactions(comment).map(({ emoji }) => emoji);

describe("thread.reply", () => {
  it("posts in the thread with the beginning of the message as a quote, in one request", async () => {
    const linear = await start((chat) => {
      chat.onNewMention(async (thread, message) => void (await thread.reply(message, "I will oil it.")));
    });
    const issue = linear.createIssue();
    const requests = await requestsOf(bot, async () => {
      await linear.mention({ issue, text: "the *door* squeaks" });
      await bot.settled();
    });

    expect(bodies(linear, issue)[1]).toBe("> @\u2060helper the door squeaks\n\nI will oil it.");
    expect(requests).toEqual(["CreateComment"]);
  });

  it("reads a message that this process has not heard", async () => {
    const emulator = await startLinearEmulator();
    onTestFinished(() => emulator.close());
    const issue = emulator.createIssue();
    const root = await emulator.comment({ issue, body: "The door squeaks" });
    const linear = await start(() => {}, { linear: emulator });
    const requests = await requestsOf(bot, async () => {
      const thread = bot.bot.thread(`linear:${issue.id}:c:${root.id}`);
      await thread.reply(root.id, { markdown: "Which **one**?" });
    });

    expect(bodies(linear, issue)[1]).toBe("> The door squeaks\n\nWhich **one**?");
    expect(requests).toEqual(["GetComment", "CreateComment"]);
  });

  it("keeps its place among what is posted without waiting", async () => {
    const linear = await start(() => {});
    const issue = linear.createIssue();
    const root = await linear.comment({ issue, body: "The door squeaks" });
    const thread = bot.bot.thread(`linear:${issue.id}:c:${root.id}`);
    await Promise.all([thread.reply(root.id, "one"), thread.post("two"), thread.post("three")]);

    expect(bodies(linear, issue).slice(1)).toEqual(["> The door squeaks\n\none", "two", "three"]);
  });

  it("takes cards, and cuts a long message", async () => {
    const linear = await start(() => {});
    const issue = linear.createIssue();
    const root = await linear.comment({ issue, body: `${"word ".repeat(100)}\n\nand more` });
    const thread = bot.bot.thread(`linear:${issue.id}:c:${root.id}`);
    await thread.reply(root.id, Card({ children: [CardText("Noted.")] }));

    expect(bodies(linear, issue)[1]).toBe(`> ${"word ".repeat(40).trim()} …\n\nNoted.`);
  });

  it("says so when there is no such message", async () => {
    const linear = await start(() => {});
    const issue = linear.createIssue();
    const root = await linear.comment({ issue, body: "The door squeaks" });
    const thread = bot.bot.thread(`linear:${issue.id}:c:${root.id}`);

    await expect(thread.reply("5d8fd9fc-14ee-4ddd-b2f3-17f4b5a1a0f1", "one")).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(bodies(linear, issue)).toEqual(["The door squeaks"]);
  });

  it("is a response with a quote in an agent session", async () => {
    const linear = await start(
      (chat) => {
        chat.onNewMention(async (thread, message) => void (await thread.reply(message, "I will oil it.")));
      },
      { mode: "agent-sessions" },
    );
    const session = await linear.delegate({ issue: linear.createIssue({ title: "The door squeaks" }) });
    await bot.settled();

    expect(said(linear, session)).toEqual([["response", "> The door squeaks\n\nI will oil it."]]);
  });
});

describe("thread.markAsRead", () => {
  it("puts 👀 on a comment in one request, and takes it away with the answer", async () => {
    const seen: string[][] = [];
    const linear = await start((chat) => {
      chat.onNewMention(async (thread, message) => {
        await thread.markAsRead();
        await thread.markAsRead(message);
        seen.push(linear.reactions({ id: message.id }).map(({ emoji }) => emoji));
        await thread.post("Oiled.");
      });
    });
    const issue = linear.createIssue();
    let mention: EmulatedComment | undefined;
    const requests = await requestsOf(bot, async () => {
      mention = await linear.mention({ issue, text: "please help" });
      await bot.settled();
    });

    expect(seen).toEqual([["eyes"]]);
    expect(mention && emojis(linear, mention)).toEqual([]);
    expect(requests).toEqual(["CreateReaction", "CreateComment", "DeleteReaction"]);
  });

  it("leaves it there while there is no answer, and costs answers elsewhere nothing", async () => {
    const linear = await start((chat) => {
      chat.onNewMention(async (thread) => {
        await thread.markAsRead();
        await bot.bot.channel(thread.channelId).post("To everybody.");
      });
    });
    const mention = await linear.mention({ issue: linear.createIssue(), text: "please help" });
    await bot.settled();

    expect(emojis(linear, mention)).toEqual(["eyes"]);
  });

  it("is an ephemeral thought in an agent session", async () => {
    const linear = await start(
      (chat) => {
        chat.onNewMention(async (thread) => {
          await thread.markAsRead();
          await thread.post("Oiled.");
        });
      },
      { mode: "agent-sessions" },
    );
    const session = await linear.delegate({ issue: linear.createIssue() });
    await bot.settled();

    expect(
      linear.activities(session, { includeArchived: true }).map(({ content, ephemeral }) => [content.type, ephemeral]),
    ).toEqual([
      ["thought", true],
      ["response", false],
    ]);
  });
});

describe("the visibility of a channel", () => {
  it("is unknown until Linear has told it, and costs no request", async () => {
    const linear = await start(() => {});
    const issue = linear.createIssue();
    const threadId = `linear:${issue.id}`;
    const before = bot.adapter.getChannelVisibility(threadId);
    await bot.adapter.fetchChannelInfo(threadId);
    const requests = await requestsOf(bot, async () => bot.adapter.getChannelVisibility(threadId));

    expect([before, bot.adapter.getChannelVisibility(threadId), requests]).toEqual(["unknown", "workspace", []]);
  });

  it("is external where people of another product write", async () => {
    const heard: string[] = [];
    const linear = await start((chat) => {
      chat.onNewMention(async (thread) => void heard.push(thread.channelVisibility));
    });
    await linear.comment({
      issue: linear.createIssue(),
      body: "@helper hello",
      externalUser: { name: "Mia of Slack" },
    });
    await bot.settled();

    expect(heard.slice(1)).toEqual(["external"]);
  });
});

describe("thread.subscribe", () => {
  const subscribing = (chat: BotOfTest): void => {
    chat.onNewMention(async (thread) => await thread.subscribe());
  };

  it("has the bot follow the issue with subscribeToIssues, in one request", async () => {
    const linear = await start(subscribing, {
      config: (emulator) => ({ ...clientCredentials(emulator), subscribeToIssues: true }),
    });
    const issue = linear.createIssue();
    const requests = await requestsOf(bot, async () => {
      await linear.mention({ issue, text: "follow me" });
      await bot.settled();
    });

    expect(requests).toEqual(["SubscribeToIssue"]);
    expect(linear.issue(issue).subscriberIds).toContain(bot.adapter.botUserId);
  });

  it("asks Linear nothing without it", async () => {
    const linear = await start(subscribing);
    const requests = await requestsOf(bot, async () => {
      await linear.mention({ issue: linear.createIssue(), text: "follow me" });
      await bot.settled();
    });

    expect(requests).toEqual([]);
  });
});
